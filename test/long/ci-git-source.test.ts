import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t, { type Test } from 'tap'
import { bash, copyCheckout, machine } from '../support/ci-checkout.ts'
import { getTool, githubNightly, workflow } from '../support/ci-engines.ts'
import { folder } from '../support/example.ts'
import { npmAnswers } from '../support/npm.ts'

const small = ['--only', 'reconnect', '--qemu', 'debian:bookworm', '--shards', '1']

void t.test('a git repository at a revision: its nightly, executed as GitHub does', async t => {
  if (!(await npmAnswers(t))) return
  const here = await machine(t, { content: 'nothing', cache: 'home/.cache/chardev-fc' })
  const repository = await committed(t)
  const text = await workflow('github', '--from', `file://${repository}#v1`, ...small)
  const [played, merged] = await githubNightly(t, here, text)
  t.match(played, /\n1 cell: /)
  t.match(merged, /\n1 cell: /)
  t.ok(existsSync(join(here.checkout, 'report/page.html')))

  const missing = await bash(here, getTool(text).replace(/ v1$/m, ' v2'), {})
  t.equal(missing.exitCode, 128)
  t.match(missing.all, "couldn't find remote ref v2")
})

/** A repository with the files of this checkout, tagged. */
async function committed(t: Test): Promise<string> {
  const repository = join(folder(t), "it's")
  mkdirSync(repository)
  copyCheckout(repository, ['.git', 'node_modules', 'dist'])
  const git = (...args: readonly string[]) =>
    execa('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: repository })
  await git('init', '--quiet')
  await git('add', '--all')
  await git('commit', '--quiet', '--message', 'all')
  await git('tag', 'v1')
  // A revision that is not the latest.
  await git('commit', '--quiet', '--allow-empty', '--message', 'later')
  return repository
}
