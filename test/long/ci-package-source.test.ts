import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import { bash, machine } from '../support/ci-checkout.ts'
import { getTool, gitlabNightly, workflow } from '../support/ci-engines.ts'
import { npmAnswers } from '../support/npm.ts'
import { installs, tarball } from '../support/packed.ts'
import { serve } from '../support/web-server.ts'

const small = ['--only', 'reconnect', '--qemu', 'debian:bookworm', '--shards', '1']

void t.test('a tarball at a URL, pinned: its nightly, executed as GitLab does', async t => {
  if (!(await npmAnswers(t))) return
  const here = await machine(t, { content: 'nothing', cache: 'work/.cache/chardev-fc' })
  const content = await tarball(t)
  const { address } = await serve(t, path => (path === '/it.tgz' ? content : undefined))
  const sum = createHash('sha256').update(content).digest('hex')
  const text = await workflow('gitlab', '--from', `${address}/it.tgz#sha256=${sum}`, ...small)
  const [played, merged] = await gitlabNightly(t, here, text)
  t.match(played, /\n1 cell: /)
  t.match(merged, /\n1 cell: /)

  const fresh = await machine(t, { content: 'nothing' })
  const other = await bash(fresh, beforeScript(text).replace(sum, '0'.repeat(64)), {})
  t.not(other.exitCode, 0)
  t.match(other.all, /\.tgz: FAILED/)
  t.notOk(existsSync(join(fresh.checkout, '.chardev-fc/bin')), 'another file is not installed')
})

void t.test('a tarball in the repository, pinned', async t => {
  if (!(await npmAnswers(t))) return
  const here = await machine(t, { content: 'nothing' })
  const content = await tarball(t)
  mkdirSync(join(here.checkout, 'vendor'))
  writeFileSync(join(here.checkout, "vendor/it's.tgz"), content)
  const sum = createHash('sha256').update(content).digest('hex')
  const getIt = getTool(await workflow('github', '--from', `vendor/it's.tgz#sha256=${sum}`))
  await installs(t, here, getIt)
  writeFileSync(join(here.checkout, "vendor/it's.tgz"), 'another')
  const changed = await bash(here, getIt, {})
  t.equal(changed.exitCode, 1)
  t.match(changed.all, "it's.tgz: FAILED")
})

/** The lines of GitLab that get the tool. */
function beforeScript(text: string): string {
  const { '.chardev-fc': template } = parse(text) as { '.chardev-fc': { before_script: string[] } }
  return template.before_script.join('\n')
}
