import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { CellResult } from '../src/model/contract/result.ts'
import { readResults } from '../src/results/results-folder.ts'
import { chardevFc } from './support/command.ts'
import { changed, folder } from './support/example.ts'
import { equipment } from './support/guest.ts'
import { leftNothing, newHome, start } from './support/running.ts'

void t.test('--fail-fast begins no cell after the first that is unexpected', async t => {
  await equipment()
  const home = folder(t)
  const other = changed(
    join(home, 'other.mjs'),
    ['intact(blocks.payload)', "intact(text('not what is written'))"],
    ['numbered,', 'numbered, text,'],
  )
  const env = { XDG_STATE_HOME: join(home, 'state') }
  const { exitCode, stdout, stderr } = await chardevFc(
    ['matrix', other, 'reconnect', '-j', '1', '--fail-fast', '--json'],
    env,
  )
  t.equal(exitCode, 1, stderr)
  t.match(JSON.parse(stdout).results, [{ case: 'other', outcome: 'fail', symptom: 'loss' }])
  t.match(stderr, 'only 1 of 2 cells were run')

  const last = ['run', '--last-failed', '--report', 'tap=/dev/full', '--json']
  const rest = await chardevFc([...last, '--only', 'reconnect'], env)
  t.equal(rest.exitCode, 69, rest.stderr)
  t.match(rest.stderr, '1 cell: 1 pass')
  t.notMatch(rest.stderr, /exit code \d/, 'not that of the results')
  t.match(JSON.parse(rest.stdout).results, [{ case: 'reconnect', outcome: 'pass' }], 'it had not begun')
  const then = await chardevFc([...last, '--only', 'reconnect'], env)
  t.match(then.stderr, /--only 'reconnect' matches none of 1 cases/, 'though a report failed')
  const still = await chardevFc([...last, '--skip', 'other'], env)
  t.match(still.stderr, '--skip leaves no case to run', 'what --only left out is on record')
})

void t.test('--retry-inconclusive plays again what proves nothing, and nothing else', async t => {
  await equipment()
  const home = folder(t)
  // So short that no buffer on the way fills up.
  const short = changed(
    join(home, 'short.mjs'),
    ["numbered('16 MiB', '4 KiB')", "numbered('4 KiB', '4 KiB')"],
    ["drain('16 MiB')", "drain('4 KiB')"],
  )
  const results = join(home, 'results')
  const env = { XDG_STATE_HOME: join(home, 'state') }
  const retry = ['--retry-inconclusive', '1', '--results', results, '--json']
  const { exitCode, stdout, stderr } = await chardevFc(
    ['matrix', short, 'reconnect', '-j', '1', ...retry],
    env,
  )
  t.equal(exitCode, 2, stderr)
  t.match(stderr, /inconclusive, retry 1 of 1/)
  t.match(JSON.parse(stdout).results, [{ outcome: 'inconclusive' }, { case: 'reconnect', outcome: 'pass' }])
  t.equal(JSON.parse(stdout).results.length, 2, 'a cell is told once')
  const kept = readResults(results).cells.map(({ result }: { result: CellResult }) => result.case)
  t.same(kept.sort(), ['reconnect', 'short', 'short'], 'both plays are kept')

  const joined = await chardevFc(['merge', results, '--report', 'tap=/dev/full'], env)
  t.equal(joined.exitCode, 69, joined.stderr)
  t.match(joined.stdout, '2 cells: 1 inconclusive, 1 pass')
  t.notMatch(joined.stdout, /exit code \d/, 'not that of the results')
})

void t.test('after Ctrl-C in --last-failed, what it prints continues the same cases', async t => {
  await equipment()
  const home = newHome(t)
  const results = join(home, 'results')
  const first = start(t, ['run', 'null', 'reconnect', '-j', '1', '--results', join(home, 'first')], { home })
  await first.printed('running the script')
  first.child.kill('SIGINT')
  await first.ended
  const words = ['run', '--last-failed', '--skip', 'rec*', '-j', '1', '--results', results]
  const running = start(t, words, { home })
  await running.printed('running the script')
  running.child.kill('SIGINT')
  t.match(await running.ended, { code: 130 })
  t.match(running.output(), `Continue with chardev-fc run -j 1 --results ${results} null --resume\n`)
})

void t.test('Ctrl-C in the last cell says how to continue: its result is not stored', async t => {
  await equipment()
  const home = newHome(t)
  const results = join(home, 'results')
  const running = start(t, ['run', 'null', '--results', results], { home })
  await running.printed('running the script')
  running.child.kill('SIGINT')
  t.match(await running.ended, { code: 130 })
  t.match(running.output(), /^Continue with chardev-fc run null .* --resume$/m)
  t.strictSame(readResults(results).cells, [])
  leftNothing(t, running)
})

void t.test('Ctrl-C leaves valid results and reports, and --resume plays the rest', async t => {
  await equipment()
  const home = newHome(t)
  const [results, tap] = [join(home, 'results'), join(home, 'tap')]
  const testRun = ['matrix', 'reconnect', '--repeat', '4', '-j', '1', '--results', results]
  const running = start(t, [...testRun, '--report', `tap=${tap}`], { home })
  await running.printed('✔ reconnect')
  running.child.kill('SIGINT')
  t.match(await running.ended, { code: 130 })
  t.match(running.output(), /only \d of 4 cells were run/)
  t.match(running.output(), /^Continue with chardev-fc matrix reconnect .* --resume$/m)
  t.match(running.output(), `The tap report is ${tap}`)
  t.match(readFileSync(tap, 'utf8'), /^# not run: reconnect on QEMU .* \\#4$/m)
  leftNothing(t, running)
  const { cells, cutShort } = readResults(results)
  t.notOk(cutShort)
  t.ok(cells.length >= 1 && cells.length < 4, `${cells.length} of 4 are kept`)

  const env = { XDG_STATE_HOME: running.state }
  const last = await chardevFc(['run', '--last-failed', '--json'], env)
  t.match(JSON.parse(last.stdout).results, [{ case: 'reconnect' }], 'what has no verdict yet')

  const { exitCode, stdout, stderr } = await chardevFc([...testRun, '--resume', '--json'], env)
  t.equal(exitCode, 0, stderr)
  t.match(stderr, `Already done: ${cells.length} of 4 cells`)
  t.equal(JSON.parse(stdout).results.length, 4)
})
