import type { Case } from '../../../src/model/case/case.ts'
import { caseNamed } from '../../support/guest.ts'
import { delayed, once, type Spoil, spoiled, withheld } from '../../support/spoiled.ts'
import type { Kind, Setting } from '../kind.ts'
import type { Random } from '../random.ts'

const counting = 'unix-server-counting'
/** Of the payloads: 700,416 lines of 7 bytes, and 64 MiB of numbered blocks. */
const countingBytes = 4_902_912
const blocksBytes = 64 * 1024 ** 2
/** Where a damage begins, so that a chunk that is large enough still comes. */
const mostBefore = 4_000_000

const spoilers: readonly Kind[] = [
  {
    kind: 'proxy-swallows',
    answers: ['loss'],
    why: 'bytes in the midst never arrive, though what was written after them does',
    make: damaged(random =>
      onceIn(random, (chunk, { from, to }) => [chunk.subarray(0, from), chunk.subarray(to)]),
    ),
  },
  {
    kind: 'proxy-swallows-the-end',
    answers: ['loss'],
    why: 'the last bytes never arrive, though what the guest writes after them would',
    make: damaged(random => {
      const kept = countingBytes - random.between(1, 20_000)
      return (chunk, taken) => [
        chunk.subarray(0, Math.max(0, kept - taken)),
        chunk.subarray(Math.max(0, countingBytes - taken)),
      ]
    }),
  },
  {
    kind: 'proxy-doubles',
    answers: ['doubled'],
    why: 'numbered lines arrive a second time, and none is missing',
    make: damaged(random =>
      onceIn(random, (chunk, { from, to }) => [chunk.subarray(0, to), chunk.subarray(from)]),
    ),
  },
  {
    kind: 'proxy-swallows-and-doubles',
    answers: ['loss', 'doubled'],
    why: 'one block is lost and another of the same size comes twice: the number of bytes is right, the bytes are not',
    make: async ({ random }) => ({ case: spoiled(await caseNamed('unix-server'), cancelling(random)) }),
  },
  {
    kind: 'proxy-swaps',
    answers: ['loss'],
    why: 'two stretches arrive in the wrong order, which is what loss means too',
    make: damaged(random =>
      onceIn(random, (chunk, { from, to }) => {
        const middle = Math.floor((from + to) / 2)
        return [
          ...[chunk.subarray(0, from), chunk.subarray(middle, to)],
          ...[chunk.subarray(from, middle), chunk.subarray(to)],
        ]
      }),
    ),
  },
  {
    kind: 'proxy-inserts',
    answers: ['loss', 'fail'],
    why: 'bytes arrive that nobody wrote',
    make: damaged(random => {
      const foreign = random.pick(['<script>\0', '\n', 'x'.repeat(5000), '\u{1F4A5}'])
      return onceIn(random, (chunk, { from }) => [
        ...[chunk.subarray(0, from), Buffer.from(foreign), chunk.subarray(from)],
      ])
    }),
  },
  withholding('proxy-withholds', () => 0),
  // QEMU 10.0 and 11.1 take 33 MiB from a writer that nobody reads: less than what is left.
  withholding('proxy-withholds-the-rest', random => random.between(1, blocksBytes - 40 * 1024 ** 2)),
  {
    kind: 'proxy-withholds-a-word',
    answers: ['stuck'],
    why: 'four bytes were written and never come, nor does anything after them: they may be kept back',
    make: async () => ({ case: withheld(await caseNamed('unix-client')) }),
  },
  {
    kind: 'proxy-delays',
    answers: ['pass'],
    why: 'bytes come late, by less than any limit of a standstill, and all of them come',
    make: late(1000, 2500),
  },
  {
    kind: 'proxy-delays-long',
    answers: ['pass', 'inconclusive'],
    why: 'bytes come up to 10 s late: late is not lost, though a run may end before they are there',
    make: late(3000, 10_000),
  },
]

/** Something between QEMU's real socket and the host that does to the bytes what a broken QEMU would do. */
export const proxies: readonly Kind[] = spoilers.map(kind => ({
  ...kind,
  onlyByRun: 'its bad host is one of our own process',
}))

function damaged(spoil: (random: Random) => Spoil): Kind['make'] {
  return async ({ random }: Setting) => ({ case: spoiled(await caseNamed(counting), spoil(random)) })
}

type Stretch = { readonly from: number; readonly to: number }

/** Changes one chunk, at a stretch in it that is long enough (10 lines) to be known again. */
function onceIn(random: Random, change: (chunk: Buffer, stretch: Stretch) => readonly Buffer[]): Spoil {
  const changed = (chunk: Buffer) => {
    const from = random.between(0, chunk.length - 71)
    return change(chunk, { from, to: random.between(from + 70, chunk.length - 1) })
  }
  return once(changed, random.between(0, mostBefore))
}

/** Swallows a block, and doubles one of the same size later. */
function cancelling(random: Random): Spoil {
  const block = random.between(1, 1024)
  const swallow = once(chunk => [chunk.subarray(block)], random.between(0, mostBefore))
  const double = once(
    chunk => [chunk.subarray(0, block), chunk],
    random.between(mostBefore + 65_536, 30_000_000),
  )
  return (chunk, taken) => {
    const [rest = chunk] = swallow(chunk, taken)
    return rest === chunk ? double(chunk, taken) : [rest]
  }
}

function withholding(kind: string, afterBytes: (random: Random) => number): Kind {
  return {
    kind,
    answers: ['stuck'],
    why: 'the host gets nothing more and the writer stays blocked, while the guest lives',
    make: async ({ random }) => {
      const played = await caseNamed(random.pick(['unix-server', 'mux']))
      return { case: withheld(played, afterBytes(random)) }
    },
  }
}

function late(least: number, most: number): Kind['make'] {
  return async ({ random }) => {
    const [id, bytes] = random.pick([
      ...[[counting, countingBytes] as const, ['unix-server', blocksBytes] as const],
      ...[['tcp-server', blocksBytes] as const, ['isa-serial', 40_000] as const],
    ])
    const played: Case = await caseNamed(id)
    return {
      case: delayed(played, { afterBytes: random.between(0, bytes - 1), ms: random.between(least, most) }),
    }
  }
}
