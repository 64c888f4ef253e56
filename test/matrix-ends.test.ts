import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { CellResult } from '../src/model/result.ts'
import { readResults } from '../src/results/results-folder.ts'
import { chardevFc } from './command.ts'
import { folder } from './example.ts'
import { equipment } from './guest.ts'
import { leftNothing, newHome, start } from './running.ts'

/** A case of one's own: what is written, and what is wanted of it. */
function ownCase(path: string, script: string, expect: string): string {
  writeFileSync(
    path,
    `import { alive, defineCase, intact, stalled, text, unix, virtserialport } from 'chardev-fc'
export default defineCase({
  title: 'a case of one\\'s own',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  async script({ host, guest }) { ${script} },
  expect: [${expect}],
})
`,
  )
  return path
}

void t.test('--fail-fast begins no cell after the first that is unexpected', async t => {
  await equipment()
  const home = folder(t)
  const script =
    "const peer = await host.open(); await guest.run`echo foo > /dev/virtio-ports/test0`; await peer.drain('4 B')"
  const other = ownCase(join(home, 'other.mjs'), script, "intact(text('bar\\n'))")
  const env = { XDG_STATE_HOME: join(home, 'state') }
  const { exitCode, stdout, stderr } = await chardevFc(
    ['matrix', other, 'reconnect', '-j', '1', '--fail-fast', '--json'],
    env,
  )
  t.equal(exitCode, 1, stderr)
  t.match(JSON.parse(stdout).results, [{ case: 'other', outcome: 'fail', symptom: 'loss' }])
  t.match(stderr, 'only 1 of 2 cells were played')
})

void t.test('--retry-inconclusive plays again what proves nothing, and nothing else', async t => {
  await equipment()
  const home = folder(t)
  const script =
    "await host.open(); await guest.run`echo foo > /dev/virtio-ports/test0`; await host.idle('for 2 beats')"
  const short = ownCase(join(home, 'short.mjs'), script, 'stalled(), alive()')
  const results = join(home, 'results')
  const env = { XDG_STATE_HOME: join(home, 'state') }
  const retry = ['--retry-inconclusive', '1', '--results', results, '--json']
  const { exitCode, stdout, stderr } = await chardevFc(
    ['matrix', short, 'reconnect', '-j', '1', ...retry],
    env,
  )
  t.equal(exitCode, 2, stderr)
  t.match(stderr, /played again \(1 of 1\)/)
  t.match(JSON.parse(stdout).results, [{ outcome: 'inconclusive' }, { case: 'reconnect', outcome: 'pass' }])
  t.equal(JSON.parse(stdout).results.length, 2, 'a cell is told once')
  const kept = readResults(results).cells.map(({ result }: { result: CellResult }) => result.case)
  t.same(kept.sort(), ['reconnect', 'short', 'short'], 'both plays are kept')
})

void t.test('Ctrl-C leaves valid results and reports, and --resume plays the rest', async t => {
  await equipment()
  const home = newHome(t)
  const [results, tap] = [join(home, 'results'), join(home, 'tap')]
  const round = ['matrix', 'reconnect', '--repeat', '4', '-j', '1', '--results', results]
  const running = start(t, [...round, '--report', `tap=${tap}`], { home })
  await running.told('✔ reconnect')
  running.child.kill('SIGINT')
  t.match(await running.ended, { code: 130 })
  t.match(running.said(), /only \d of 4 cells were played/)
  leftNothing(t, running)
  const { cells, cutShort } = readResults(results)
  t.notOk(cutShort)
  t.ok(cells.length >= 1 && cells.length < 4, `${cells.length} of 4 are kept`)

  const { exitCode, stdout, stderr } = await chardevFc([...round, '--resume', '--json'], {
    XDG_STATE_HOME: running.state,
  })
  t.equal(exitCode, 0, stderr)
  t.match(stderr, `${cells.length} of 4 cells are there already`)
  t.equal(JSON.parse(stdout).results.length, 4)
})
