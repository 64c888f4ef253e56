import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { wrapped } from './support/bisect-repo.ts'
import { chardevFc } from './support/command.ts'
import { equipment } from './support/guest.ts'

const home = mkdtempSync(join(tmpdir(), 'cfc-diff-'))
t.teardown(() => rmSync(home, { recursive: true }))
const state = join(home, 'state')
mkdirSync(state)
const env = { XDG_STATE_HOME: state }
const { qemu } = await equipment()
const lossy = join(home, 'lossy-qemu')
writeFileSync(lossy, wrapped(qemu.path, 'lossy'), { mode: 0o755 })

void t.test('two binaries are played and put side by side', async t => {
  const results = join(home, 'results')
  const args = ['diff', qemu.path, lossy, 'reconnect', '-j', '1', '--results', results]
  let run = await chardevFc([...args, '--json'], env)
  // A busy host leaves a cell undecided now and then.
  for (let retry = 0; retry < 2 && run.stdout.includes('"inconclusive"'); retry++) {
    rmSync(results, { recursive: true })
    run = await chardevFc([...args, '--json'], env)
  }
  const { exitCode, stdout, stderr } = run
  t.equal(exitCode, 1, stderr)
  const { changed, cells } = JSON.parse(stdout)
  t.equal(changed, true)
  t.match(cells, [
    {
      ...{ case: 'reconnect', change: 'outcome' },
      before: { outcome: 'pass', qemu: { path: qemu.path } },
      after: { outcome: 'fail', expected: false, qemu: { path: lossy } },
    },
  ])

  await t.test('and an interrupted one is continued, as it says itself', async t => {
    const rest = await chardevFc([...args, '--resume', '--json'], env)
    t.equal(rest.exitCode, 1, rest.stderr)
    t.match(rest.stderr, 'Already done: 2 of 2 cells')
    t.same(JSON.parse(rest.stdout).cells, cells)
  })

  await t.test('and what was kept of it can be compared again, by cell', async t => {
    const again = await chardevFc(['diff', results, results, '--only', 'reconn*'], env)
    t.equal(again.exitCode, 0, again.stderr)
    t.equal(again.stdout, '2 cells: 0 with a different outcome, 2 unchanged')
  })
})

void t.test('what cannot be put side by side: one line', async t => {
  const bad: [string[], RegExp][] = [
    [
      [qemu.path, home],
      /expected two results or two QEMUs, got one of each: \S+ is not a folder or file with results, \S+ is a result/,
    ],
    [[qemu.path, qemu.path, 'reconnect'], /expected two QEMUs, got the same one twice/],
    [[qemu.path, `${home}/lossy-*`, 'no-such-case'], /no-such-case/],
    [[home, home, 'reconnect'], /name cases only to compare QEMUs/],
    [[home, home], /results/],
    [['no-such', `${home}/no-such`], /: expected a result or a QEMU: 'no-such' is neither a program/],
  ]
  for (const [args, words] of bad) {
    const { exitCode, stdout, stderr } = await chardevFc(['diff', ...args], env)
    t.equal(exitCode, 64, args.join(' '))
    t.equal(stdout, '')
    t.match(stderr, words)
    t.equal(stderr.trim().split('\n').length, 1, stderr)
  }
})
