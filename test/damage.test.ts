import t from 'tap'
import type { Backend, HostEnd } from '../src/model/backend.ts'
import type { Case } from '../src/model/case.ts'
import { ofKind } from '../src/model/observation.ts'
import { caseNamed, play } from './guest.ts'

/** What a bad peer makes of the chunks that arrive: `taken` bytes have come before this one. */
type Spoil = (chunk: Buffer, taken: number) => readonly Buffer[]

/** Puts a bad peer between QEMU's real socket and the harness: what it does to the bytes, a broken QEMU would do. */
function spoiled(played: Case, spoil: Spoil): Case {
  const { chardev } = played
  const prepare: Backend['prepare'] = async place => {
    const side = await chardev.prepare(place)
    return { ...side, open: async opening => spoiledEnd(await side.open(opening), spoil) }
  }
  return { ...played, chardev: { ...chardev, prepare } }
}

function spoiledEnd(end: HostEnd, spoil: Spoil): HostEnd {
  let taken = 0
  return {
    ...end,
    read: onBytes =>
      end.read(chunk => {
        for (const part of spoil(chunk, taken)) onBytes(part)
        taken += chunk.length
      }),
  }
}

/** Applies a change once, to the chunk that holds the stream's middle. */
function once(change: (chunk: Buffer) => readonly Buffer[]): Spoil {
  let done = false
  return (chunk, taken) => {
    if (done || taken < 1_000_000 || chunk.length < 1024) return [chunk]
    done = true
    return change(chunk)
  }
}

/** So that the number of bytes is right again. */
function cancelling(): Spoil {
  const swallow = once(chunk => [cut(chunk, 1000)])
  let later = 0
  return (chunk, taken) => {
    if (taken < 5_000_000) return swallow(chunk, taken)
    return later++ === 0 ? [cut(chunk, 0, 1000), chunk] : [chunk]
  }
}

const cut = (chunk: Buffer, from: number, to?: number) => chunk.subarray(from, to)
const damages: Record<string, { spoil: () => Spoil; words: RegExp; symptom?: string; id?: string }> = {
  swallows: { spoil: () => once(chunk => [cut(chunk, 0, 70), cut(chunk, 210)]), words: /missing at offset/ },
  doubles: {
    spoil: () => once(chunk => [cut(chunk, 0, 700), cut(chunk, 103)]),
    words: /^lines \d+ to \d+ came again at offset/,
    symptom: 'doubled',
  },
  reorders: {
    spoil: () =>
      once(chunk => [cut(chunk, 0, 70), cut(chunk, 140, 210), cut(chunk, 70, 140), cut(chunk, 210)]),
    words: /overtaken at offset|out of order at offset|something else at offset/,
  },
  'swallows a block and doubles another': {
    spoil: cancelling,
    words: /missing at offset.*again at offset|something else at offset/,
    id: 'unix-server',
  },
  'adds foreign bytes': {
    spoil: () => once(chunk => [Buffer.from('<script>\0'), chunk]),
    words: /something else at offset/,
  },
}

for (const [name, { spoil, words, symptom = 'loss', id = 'unix-server-counting' }] of Object.entries(
  damages,
)) {
  void t.test(`a peer that ${name}: ${symptom}, with its offset`, async t => {
    const { result } = await play(spoiled(await caseNamed(id), spoil()))
    t.match(result, { outcome: 'fail', symptom, expected: false }, result.because)
    t.match(result.because, words)
  })
}

void t.test('an end that comes 5 s late is not lost', async t => {
  const late = await caseNamed('unix-server')
  const prepare: Backend['prepare'] = async place => {
    const side = await late.chardev.prepare(place)
    return { ...side, open: async opening => delayedEnd(await side.open(opening)) }
  }
  const { result, history } = await play({ ...late, chardev: { ...late.chardev, prepare } })
  t.match(result, { outcome: 'pass' }, result.because)
  const reads = ofKind(history, 'read').map(({ at }) => at)
  t.ok(Math.max(...reads.slice(1).map((at, index) => at - (reads[index] ?? at))) > 3500, 'it was late')
})

/** Passes on what comes after the first 60 MiB only 5 s after it has come. */
function delayedEnd(end: HostEnd): HostEnd {
  let taken = 0
  return {
    ...end,
    read: onBytes =>
      end.read(chunk => {
        taken += chunk.length
        if (taken < 60 * 1024 ** 2) onBytes(chunk)
        else setTimeout(() => onBytes(chunk), 5000)
      }),
  }
}

void t.test('a path that withholds everything after the stall is stuck, not lost', async t => {
  const played = await caseNamed('unix-server')
  const chardev = { ...played.chardev, prepare: withheld(played.chardev) }
  const { result, history } = await play({ ...played, chardev })
  t.match(result, { outcome: 'fail', symptom: 'stuck', expected: false }, result.because)
  const stack = ofKind(history, 'evidence').find(({ name }) => name === 'writer-stack')
  t.match(stack?.data, /port_fops_write|wait_port_writable/, 'the guest says where its writer stands')
})

/** A host side whose reading takes nothing from the socket. */
function withheld(chardev: Backend): Backend['prepare'] {
  return async place => {
    const side = await chardev.prepare(place)
    return { ...side, open: async opening => ({ ...(await side.open(opening)), read: () => undefined }) }
  }
}
