import { cpus } from 'node:os'
import t from 'tap'
import type { CaseDefinition } from '../src/case.ts'
import type { Observation } from '../src/model/observation.ts'
import { exitCode } from '../src/report/exit-code.ts'
import { caseNamed, play, qemuPid } from './guest.ts'
import { hogs } from './hogs.ts'

/** Calls back once, half a second after the host began to idle: in the midst of the flood. */
function midway(act: (seen: readonly Observation[]) => void): (observation: Observation) => void {
  const seen: Observation[] = []
  return observation => {
    seen.push(observation)
    if (observation.kind === 'step' && observation.edge === 'begin' && observation.text.includes('idles')) {
      setTimeout(() => act(seen), 500)
    }
  }
}

void t.test('a QEMU that is stopped is a freeze, and unexpected', async t => {
  const stop = midway(seen => process.kill(qemuPid(seen), 'SIGSTOP'))
  const { result } = await play(await caseNamed('unix-server'), stop)
  t.match(result, { outcome: 'fail', symptom: 'freeze', expected: false })
  t.equal(result.freeze?.revived, false)
  t.equal(result.freeze?.qmpAnswered, false)
  t.equal(exitCode([result]), 1)
})

for (const [signal, verdict] of [
  ['SIGKILL', { outcome: 'inconclusive', because: /by SIGKILL .*somebody else sent it/ }],
  ['SIGTERM', { outcome: 'inconclusive', because: /terminating on signal 15.*somebody else sent it/ }],
  ['SIGSEGV', { outcome: 'fail', symptom: 'crash', expected: false, because: /by SIGSEGV/ }],
] as const) {
  void t.test(`a QEMU that gets ${signal} is ${verdict.outcome}`, async t => {
    const kill = midway(seen => process.kill(qemuPid(seen), signal))
    const { result } = await play(await caseNamed('unix-server'), kill)
    t.match(result, verdict)
  })
}

void t.test('a guest kernel that panics is a crash', async t => {
  const unixServer = await caseNamed('unix-server')
  const panics: CaseDefinition = {
    ...unixServer,
    async script({ host, guest }) {
      await host.open()
      await guest.start`echo c > /proc/sysrq-trigger`
      await host.idle('until stalled')
    },
  }
  const { result } = await play({ ...panics, id: 'panics' })
  t.match(result, { outcome: 'fail', symptom: 'crash' })
  t.match(result.because, /panic/i)
})

void t.test('a writer too short to fill the buffers proves nothing', async t => {
  const unixServer = await caseNamed('unix-server')
  const short: CaseDefinition = {
    ...unixServer,
    async script({ host, guest, port }) {
      const peer = await host.open()
      const dd = await guest.start`dd if=/dev/zero of=${port} bs=1k count=1`
      await host.idle('until stalled')
      await peer.drain('1 KiB')
      await dd.exit(0)
    },
  }
  const { result } = await play({ ...short, id: 'short' })
  t.match(result, { outcome: 'inconclusive' })
  t.equal(exitCode([result]), 2)
})

void t.test('a guest on a starved host is not called frozen', async t => {
  // Two hogs a core, at a higher priority than QEMU where the system lets us: the host itself is late.
  using _load = hogs(2 * cpus().length, -5)
  const { result } = await play(await caseNamed('unix-server'))
  t.not(result.symptom, 'freeze', result.because)
  t.ok(['pass', 'inconclusive'].includes(result.outcome), result.because)
})
