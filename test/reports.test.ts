import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SaxesParser } from 'saxes'
import t, { type Test } from 'tap'
import { Parser } from 'tap-parser'
import type { CellResult } from '../src/model/contract/result.ts'
import { passed } from '../src/report/result.fixture.ts'
import { schemaComplaint } from '../src/report/schema.fixture.ts'
import { readEvidence } from '../src/results/evidence-folder.ts'
import { readPast } from '../src/results/history.ts'
import { readResults } from '../src/results/results-folder.ts'
import { chardevFc } from './support/command.ts'
import { equipment } from './support/guest.ts'
import { until } from './support/processes.ts'

const program = fileURLToPath(new URL('../../bin/chardev-fc.js', import.meta.url))

function folder(t: Test): string {
  const home = mkdtempSync(join(tmpdir(), 'cfc-reports-'))
  t.teardown(() => rmSync(home, { recursive: true }))
  mkdirSync(join(home, 'state'))
  return home
}

const lines = (text: string) => text.trimEnd().split('\n')

void t.test('one real run, told by every reporter at once, and kept', async t => {
  const { qemu } = await equipment()
  const home = folder(t)
  const at = (name: string) => join(home, name)
  const text = (name: string) => readFileSync(at(name), 'utf8')
  const kinds = ['tap', 'junit', 'json', 'jsonl', 'html']
  const reports = kinds.flatMap(kind => ['--report', `${kind}=${at(kind)}`])
  const keeping = ['--results', at('results'), '--history', at('history')]
  const env = { XDG_STATE_HOME: at('state'), GITHUB_STEP_SUMMARY: at('summary.md') }
  // The browser tells its page.
  mkdirSync(at('bin'))
  writeFileSync(join(at('bin'), 'xdg-open'), `#!/bin/sh\necho "$1" > ${at('opened')}\n`, { mode: 0o755 })
  const path = { PATH: `${at('bin')}:${process.env['PATH']}` }
  const options = ['--report', 'github', ...reports, ...keeping, '--open', '--durations', '3']
  const args = ['run', 'unix-server', '--qemu', qemu.path, ...options]
  const { exitCode, stdout, stderr } = await chardevFc(args, { ...env, ...path })
  const [result] = JSON.parse(text('json')).results as CellResult[]
  // A busy host may make it inconclusive: the reports must be right about that too.
  t.ok(result?.outcome === 'pass' ? exitCode === 0 : exitCode === 2, stderr)
  t.match(stdout, exitCode === 0 ? /^$/ : /^::warning /, 'what people read goes to stderr')
  t.match(stderr, `1 cell: 1 ${result?.outcome} · nothing unexpected`)

  t.match(stderr, `The html report is ${at('html')}`)
  await until(() => existsSync(at('opened')) && text('opened') !== '', 'the page was opened')
  t.equal(text('opened').trim(), at('html'))
  t.match(stderr, /^Slowest:\n +[\d.]+ s {2}unix-server on QEMU /m)

  const tap = new Parser({ strict: true })
  tap.end(text('tap'))
  t.match(tap, { ok: true, count: 1, planEnd: 1 })
  new SaxesParser().write(text('junit')).close()
  t.match(text('junit'), '<testcase classname="chardev-fc.')
  t.equal(schemaComplaint(JSON.parse(text('json'))), null)
  for (const line of lines(text('jsonl'))) t.equal(schemaComplaint(JSON.parse(line), '/$defs/event'), null)
  t.match(text('summary.md'), '### chardev-fc: 1 cell, nothing unexpected')
  t.match(text('html'), /<h1 class="good">1 cell, nothing unexpected<\/h1>[\s\S]*data-line="cell-1-line"/)

  const { testRun, cells, cutShort } = readResults(at('results'))
  t.match(testRun, { command: args, plan: { cells: 1 } })
  t.notOk(cutShort)
  const [cell] = cells
  const { dir: _, ...lasting } = result ?? passed()
  t.match(cell?.result, lasting)
  const kept = readEvidence(join(at('results'), cell?.files ?? ''))
  t.match(kept.history.at(-1), { kind: 'phase', phase: 'end' })
  t.match(kept.commandLine, qemu.path)
  t.match(kept.reproduction, 'Start QEMU')
  for (const [index, line] of lines(text('results/results.jsonl')).entries())
    t.equal(schemaComplaint(JSON.parse(line), index === 0 ? '/$defs/roundLine' : '/$defs/cellLine'), null)
  t.match(readPast(at('history'), t.fail), [{ cells: [{ result: { case: 'unix-server' } }] }])
  const runs = readdirSync(join(at('state'), 'chardev-fc', 'runs'))
  t.equal(runs.length, exitCode === 0 ? 0 : 1, 'no run directory was kept for the reports')

  const again = await chardevFc(['judge', join(at('results'), cell?.files ?? ''), '--json'])
  t.equal(again.exitCode, exitCode, again.stderr)
  t.match(JSON.parse(again.stdout).results[0], { outcome: result?.outcome, because: result?.because })
  const twice = await chardevFc([...args.slice(0, 4), '--results', at('results')], env)
  t.equal(twice.exitCode, 64)
  t.match(twice.stderr, 'has results already')
})

void t.test('an interrupted test run leaves what it has, and says that it is not all', async t => {
  const { qemu } = await equipment()
  const home = folder(t)
  const reports = ['tap', 'html'].flatMap(kind => ['--report', `${kind}=${join(home, kind)}`])
  const args = [
    ...['unix-server', 'debugcon', '--jobs', '1', '--qemu', qemu.path],
    ...['--results', join(home, 'results')],
    ...reports,
  ]
  const child = spawn(process.execPath, [program, 'run', ...args], {
    env: { ...process.env, XDG_STATE_HOME: join(home, 'state') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exit = once(child, 'exit')
  await told(child, /unix-server · QEMU[\s\S]*booting the guest/)
  child.kill('SIGINT')
  t.strictSame(await exit, [130, null])
  t.match(
    readFileSync(join(home, 'tap'), 'utf8'),
    /^TAP version 14\nok 1 - unix-server[\s\S]*\nBail out! only 1 of 2 cells were run\n$/,
  )
  t.match(readFileSync(join(home, 'html'), 'utf8'), '1 of 2 cells (the rest was not run)')
  t.match(readResults(join(home, 'results')), {
    cutShort: false,
    cells: [{ result: { case: 'unix-server' } }],
    testRun: { plan: { cells: 2 } },
  })
  t.strictSame(readdirSync(home).sort(), ['html', 'results', 'state', 'tap'])
})

/** Resolves once both streams together have said this. */
function told(child: ChildProcess, words: RegExp): Promise<void> {
  let said = ''
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', chunk => {
        said += chunk
        if (words.test(said)) resolve()
      })
    }
    child.once('exit', () => reject(new Error(`it ended before it said ${words}:\n${said}`)))
  })
}
