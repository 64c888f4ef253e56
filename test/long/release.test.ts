import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { execa } from 'execa'
import t from 'tap'
import { parse } from 'yaml'
import { version } from '../../src/cli/tool.ts'
import { bash, machine, root } from '../support/ci-checkout.ts'
import type { GithubJob } from '../support/ci-engines.ts'

const { jobs } = parse(readFileSync(join(root, '.github/workflows/release.yml'), 'utf8')) as {
  jobs: Record<'build' | 'draft', GithubJob & { readonly permissions?: object }>
}
const tag = `v${version}`

/** The text of a step. */
function step(job: 'build' | 'draft', wanted: string): string {
  const run = jobs[job].steps.find(({ name }) => name === wanted)?.run
  if (run === undefined) throw new Error(`no step '${wanted}'`)
  return run
}

void t.test('the assets of a tag, and the draft they become', async t => {
  const here = await machine(t, { cache: 'home/.cache/chardev-fc' })
  const made = await bash(here, step('build', 'Make the assets'), { GITHUB_REF_NAME: tag })
  t.equal(made.exitCode, 0, made.all)
  const assets = ['SHA256SUMS', `chardev-fc-${version}.tgz`, `guest-image-${tag}-x86_64.tar.gz`]
  t.strictSame(readdirSync(join(here.checkout, 'assets')).sort(), assets)
  const guest = join(here.checkout, 'assets', assets[2] ?? '')
  const imported = await execa(join(here.checkout, 'bin/chardev-fc.js'), ['image', 'import', guest], {
    env: { XDG_CACHE_HOME: join(here.home, 'empty') },
    reject: false,
  })
  t.equal(imported.exitCode, 0, imported.stderr)

  // In the place of gh: a program that notes how it was called.
  const programs = join(here.home, 'bin')
  mkdirSync(programs)
  writeFileSync(join(programs, 'gh'), `#!/bin/sh\nprintf '%s\\n' "$@" > "$HOME/gh"\n`, { mode: 0o755 })
  const variables = {
    PATH: `${programs}:${env['PATH']}`,
    GITHUB_REF_NAME: tag,
    GITHUB_REPOSITORY: 'owner/chardev-fc',
  }
  const draft = () => bash(here, step('draft', 'Make the draft'), variables)
  const drafted = await draft()
  t.equal(drafted.exitCode, 0, drafted.all)
  t.strictSame(readFileSync(join(here.home, 'gh'), 'utf8').trimEnd().split('\n'), [
    ...['release', 'create', tag, ...assets.map(name => `assets/${name}`)],
    ...['--repo', 'owner/chardev-fc', '--draft', '--verify-tag'],
    ...['--title', `chardev-fc ${version}`, '--notes', 'Changes: CHANGELOG.md in the package.'],
  ])
  writeFileSync(guest, 'another')
  const spoilt = await draft()
  t.equal(spoilt.exitCode, 1)
  t.match(spoilt.all, /guest-image.*: FAILED/)
})

void t.test('a tag of another version ends the workflow', async t => {
  const here = await machine(t, {})
  const compare = (name: string) =>
    bash(here, step('build', 'Compare the tag with the version'), { GITHUB_REF_NAME: name })
  t.equal((await compare(tag)).exitCode, 0)
  for (const name of ['v9.9.9', version, `${tag}-rc.1`]) {
    const { exitCode, all } = await compare(name)
    t.equal(exitCode, 1, name)
    t.equal(all, `::error::the tag is ${name}, but package.json says ${tag}`)
  }
})

void t.test('only the draft may write, and it runs nothing of ours', t => {
  t.equal(jobs.build.permissions, undefined)
  t.strictSame(jobs.draft.permissions, { contents: 'write' })
  t.notMatch(step('draft', 'Make the draft'), /npm|node|bin\//)
  t.end()
})
