import { cpus } from 'node:os'
import t from 'tap'
import { type CaseDefinition, numbered } from '../src/case.ts'
import type { Case } from '../src/model/case/case.ts'
import { type Observation, ofKind } from '../src/model/contract/observation.ts'
import { exitCode } from '../src/report/exit-code.ts'
import type { Stage } from '../src/verbs/stage.ts'
import { caseNamed, play, playOnce, qemuPid } from './support/guest.ts'
import { hogs } from './support/hogs.ts'

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

void t.test('a QEMU that is stopped is no freeze, whether it goes on or not', async t => {
  const stop = midway(seen => process.kill(qemuPid(seen), 'SIGSTOP'))
  const { result } = await play(await caseNamed('unix-server'), stop)
  t.match(result, { outcome: 'inconclusive', because: /QEMU was stopped by a signal \(state T\)/ })
  t.equal(exitCode([result]), 2)
  const pause = midway(seen => {
    process.kill(qemuPid(seen), 'SIGSTOP')
    setTimeout(() => process.kill(qemuPid(seen), 'SIGCONT'), 3000)
  })
  const paused = await play(await caseNamed('unix-server'), pause)
  t.match(paused.result, { outcome: 'inconclusive', because: /QEMU was stopped by a signal/ })
})

for (const [signal, verdict] of [
  ['SIGKILL', { outcome: 'inconclusive', because: /by SIGKILL .*that signal came from outside/ }],
  [
    'SIGTERM',
    { outcome: 'inconclusive', because: /terminating on signal 15.*that signal came from outside/ },
  ],
  ['SIGSEGV', { outcome: 'fail', symptom: 'crash', expected: false, because: /by SIGSEGV/ }],
] as const) {
  void t.test(`a QEMU that gets ${signal} is ${verdict.outcome}`, async t => {
    const kill = midway(seen => process.kill(qemuPid(seen), signal))
    const { result } = await play(await caseNamed('unix-server'), kill)
    t.match(result, verdict)
  })
}

/** The case beside which the guest runs a command from its beginning on. */
async function beside(command: string): Promise<Case<Stage>> {
  const unixServer = await caseNamed('unix-server')
  const script: CaseDefinition['script'] = async stage => {
    await stage.guest.background`${command}`
    await unixServer.script(stage)
  }
  return { ...unixServer, script }
}

void t.test('a guest kernel that panics is a crash', async t => {
  const { result } = await play(await beside('sleep 0.3; echo c > /proc/sysrq-trigger'))
  t.match(result, { outcome: 'fail', symptom: 'crash', because: /panic/i })
})

for (const [command, because] of [
  ['reboot -f', /the guest itself requested it: 'reboot: Restarting system'/],
  ['poweroff -f', /the guest itself requested it: 'reboot: Power down'/],
] as const) {
  void t.test(`a guest that does ${command} did so itself`, async t => {
    const { result } = await play(await beside(`sleep 0.3; ${command}`))
    t.match(result, { outcome: 'inconclusive', because })
  })
}

void t.test('a guest whose beats were both killed runs on, as the lines about its writer tell', async t => {
  const kills = `case $line in *chardev-fc/beat | *chardev-fc/beat0.05) kill -9 \${process#/proc/} ;; esac`
  const each = `for process in /proc/[0-9]*; do read -r line < $process/cmdline; ${kills}; done`
  const { result } = await play(await beside(`sleep 0.5; ${each} 2>/dev/null`))
  t.match(result, { outcome: 'inconclusive', because: /the guest kept running: a sample of job2/ })
})

void t.test('a writer too short to fill the buffers proves nothing', async t => {
  const unixServer = await caseNamed('unix-server')
  const short: CaseDefinition = {
    ...unixServer,
    async script({ host, guest, port }) {
      const peer = await host.open()
      const dd = await guest.start`${numbered('64 KiB').into(port)}`
      await host.idle('until stalled')
      await peer.drain('64 KiB')
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
  const { result, history } = await playOnce(await caseNamed('unix-server'))
  const starvedMs = ofKind(history, 'cpu').reduce((sum, { waitedMs }) => sum + waitedMs, 0)
  t.ok(
    starvedMs > 200,
    `QEMU's threads waited ${starvedMs} ms for a CPU: without that, this test shows nothing`,
  )
  if (result.outcome !== 'pass') t.match(result, { outcome: 'inconclusive', because: /host/ })
})
