import t from 'tap'
import { alive, counting, text } from '../src/case.ts'
import type { Backend, HostEnd } from '../src/model/case/backend.ts'
import type { Case } from '../src/model/case/case.ts'
import { ofKind } from '../src/model/contract/observation.ts'
import type { Stage } from '../src/verbs/stage.ts'
import { caseNamed, play } from './support/guest.ts'

void t.test('a QEMU whose main loop burns a CPU spins', async t => {
  const { result } = await play(await caseNamed('pty-hangup'))
  t.match(result, { outcome: 'fail', symptom: 'spin' }, result.because)
  t.match(result.because, /^QEMU's main loop used \d+ % of a CPU/)
})

void t.test('a guest that burns a CPU does not make its QEMU spin', async t => {
  const quiet = await caseNamed('unix-server')
  const busy: Case<Stage> = {
    ...quiet,
    async script(stage) {
      await stage.guest.background`while :; do :; done`
      await quiet.script(stage)
    },
  }
  const { result } = await play(busy)
  t.match(result, { outcome: 'pass' }, result.because)
})

void t.test("memory that the guest takes for itself is not QEMU's growth", async t => {
  const floods = await caseNamed('host-floods')
  const eats: Case<Stage> = {
    ...floods,
    async script(stage) {
      const { guest } = stage
      await guest.background`while [ ! -e /run/go ]; do sleep 0.2; done; dd if=/dev/zero of=/run/eaten bs=1M count=40`
      await guest.run`touch /run/go`
      await floods.script(stage)
    },
  }
  const { result } = await play(eats)
  t.match(result, { outcome: 'pass' }, result.because)
})

void t.test('a chardev that swallows what the host sends fails, and may hold it back', async t => {
  const { result } = await play(spoiled(await caseNamed('host-floods'), swallow))
  t.match(result, { outcome: 'fail', expected: false, because: /lost or held back/ }, result.because)
})

void t.test('a chardev that takes nothing from the host is stuck', async t => {
  const { result } = await play(spoiled(await caseNamed('host-floods'), withhold))
  t.match(result, { outcome: 'fail', symptom: 'stuck', expected: false }, result.because)
})

void t.test('a guest that reads slowly loses nothing', async t => {
  const floods = await caseNamed('host-floods')
  const slow: Case<Stage> = {
    ...floods,
    async script({ host, guest, port }) {
      const peer = await host.open()
      await peer.send(counting({ lines: 1_000_000 }))
      await host.idle('until unsent')
      // dd reads no more than it is told to.
      const slowly = 'for half in 1 2; do dd bs=16000 count=250 iflag=fullblock; sleep 4; done'
      const reader = await guest.start`(${slowly}) < ${port} | sha256sum`
      await reader.exit(0)
    },
  }
  const { result, history } = await play(slow)
  t.match(result, { outcome: 'pass' }, result.because)
  t.ok(
    ofKind(history, 'progress').some(({ readBytes }) => (readBytes ?? 0) > 1_000_000),
    'its reading was seen',
  )
})

void t.test('a host that cannot get in is stuck', async t => {
  const floods = await caseNamed('tcp-server')
  const closed: Case<Stage> = {
    ...floods,
    async script({ host }) {
      for (let hosts = 0; hosts < 5; hosts++) {
        const peer = await host.open()
        await peer.send(text('word\n'))
        await peer.close()
      }
    },
    expect: [alive()],
  }
  const { result } = await play(closed)
  t.match(result, {
    outcome: 'fail',
    symptom: 'stuck',
    because: /could not open the chardev within \d+\.\d s/,
  })
})

/** Puts something that misbehaves between the harness and QEMU's real socket. */
function spoiled(played: Case, spoil: (end: HostEnd) => Partial<HostEnd>): Case {
  const { chardev } = played
  const prepare: Backend['prepare'] = async place => {
    const side = await chardev.prepare(place)
    return {
      ...side,
      open: async opening => {
        const end = await side.open(opening)
        return { ...end, ...spoil(end) }
      },
    }
  }
  return { ...played, chardev: { ...chardev, prepare } }
}

/** One chunk amid the stream goes missing. */
function swallow(end: HostEnd): Partial<HostEnd> {
  let chunks = 0
  return { write: bytes => (++chunks === 60 ? Promise.resolve() : end.write(bytes)) }
}

/** Nothing is taken from the 60th chunk on. */
function withhold(end: HostEnd): Partial<HostEnd> {
  let chunks = 0
  return { write: bytes => (++chunks >= 60 ? new Promise(() => undefined) : end.write(bytes)) }
}
