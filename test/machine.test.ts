import t from 'tap'
import type { Case } from '../src/model/case/case.ts'
import { type Observation, ofKind } from '../src/model/contract/observation.ts'
import type { Stage } from '../src/verbs/stage.ts'
import { caseNamed, equipment, play } from './support/guest.ts'
import { Monitor } from './trials/monitor.ts'
import { withOtherMonitor } from './trials/wrapped.ts'

const cases = ['stop-cont', 'unplug-plug', 'change-chardev', 'remove-busy', 'reset']

for (const id of cases) {
  void t.test(`${id} passes`, async t => {
    const { result } = await play(await caseNamed(id))
    t.match(result, { outcome: 'pass' }, result.because)
  })
}

/** The QEMU of all tests, with its monitor where a `Monitor` listens before it. */
async function otherMonitor(folder: string) {
  const bed = await equipment()
  return { ...bed, qemu: await withOtherMonitor(bed.qemu, folder) }
}

/** Calls back half a second after the host began to idle. */
function whenIdle(act: () => void): (observation: Observation) => void {
  return fact => {
    if (fact.kind === 'step' && fact.edge === 'begin' && fact.text.includes('idles')) setTimeout(act, 500)
  }
}

/** The case with another script. */
function scripted(played: Case<Stage>, script: Case<Stage>['script']): Case<Stage> {
  return { ...played, script }
}

void t.test('while the machine is stopped, no silence is counted', async t => {
  const base = await caseNamed('remove-busy')
  const { result, history } = await play(
    scripted(base, async ({ host, guest, qemu, port }) => {
      await host.open()
      await guest.start`dd if=/dev/zero of=${port} bs=64k count=1024`
      await host.idle('until stalled')
      await qemu.stop()
      await new Promise(resolve => setTimeout(resolve, 4000))
      await qemu.cont()
      await qemu.cont()
      await host.idle('for 10 beats')
    }),
  )
  t.match(
    result.findings?.find(({ name }) => name === 'alive'),
    { outcome: 'pass' },
  )
  const told = ofKind(history, 'qmp-event').map(({ event }) => event)
  t.match(told.slice(told.indexOf('STOP')), ['STOP', 'RESUME'])
})

void t.test('a machine that somebody else stops is no freeze, and no pass', async t => {
  const monitor = new Monitor()
  const { result } = await play(
    monitor.before(await caseNamed('unix-server')),
    whenIdle(() => {
      monitor.command('stop')
      setTimeout(() => monitor.command('cont'), 2500)
    }),
    await otherMonitor(t.testdir()),
  )
  t.match(result, {
    outcome: 'inconclusive',
    because: /the machine was stopped for 2.\d s \(event STOP\), and the script had not asked for it/,
  })
})

void t.test('a false event STOP changes nothing', async t => {
  const monitor = new Monitor()
  const stop = () =>
    monitor.onProgress(JSON.stringify({ event: 'STOP', timestamp: { seconds: 0, microseconds: 0 } }))
  const { result } = await play(
    monitor.before(await caseNamed('unix-server')),
    whenIdle(stop),
    await otherMonitor(t.testdir()),
  )
  t.match(result, { outcome: 'pass' }, result.because)
})

void t.test('a QEMU that executes what it must refuse fails', async t => {
  const monitor = new Monitor()
  monitor.tamper(line => line.replace(/"error": \{.*busy.*?\}/, '"return": {}'))
  const { result } = await play(
    monitor.before(await caseNamed('remove-busy')),
    undefined,
    await otherMonitor(t.testdir()),
  )
  t.match(result, { outcome: 'fail', because: /QEMU executed 'chardev-remove .*', which it must refuse/ })
})

void t.test('bad use is one line', async t => {
  const base = await caseNamed('unix-server')
  const uses: [Case<Stage>['script'], RegExp][] = [
    [({ qemu }) => qemu.remove('nothing'), /Chardev 'nothing' not found/],
    [({ qemu }) => qemu.plug(qemu.device), /expected qemu\.unplug\('test0'\) before qemu\.plug\('test0'\)/],
    [({ qemu }) => qemu.reset(), /expected `resets: true` in a case whose script resets the machine/],
    [
      async ({ host }) => {
        const peer = await host.open()
        await peer.close()
        await peer.drain('1 KiB')
      },
      /expected an open peer, but the script has closed peer1: open another one/,
    ],
  ]
  for (const [script, words] of uses) {
    const { result } = await play(scripted(base, script))
    t.match(result, { outcome: 'error', because: words })
  }
  const other = scripted(base, ({ qemu }) => qemu.unplug('nothing'))
  await t.rejects(play(other), /expected qemu\.device, got "nothing"/)
  const elsewhere = scripted(base, async ({ beside }) => void (await beside('nothing').host.open()))
  await t.rejects(play(elsewhere), /expected a further port of the case \(it has none\), got 'nothing'/)
})
