import t from 'tap'
import { ofKind } from '../src/model/contract/observation.ts'
import { caseNamed, play } from './support/guest.ts'
import { delayed, once, type Spoil, spoiled, withheld } from './support/spoiled.ts'

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
    words: /^lines \d+ to \d+ repeated at offset/,
    symptom: 'doubled',
  },
  reorders: {
    spoil: () =>
      once(chunk => [cut(chunk, 0, 70), cut(chunk, 140, 210), cut(chunk, 70, 140), cut(chunk, 210)]),
    words: /out of order at offset|unexpected data at offset/,
  },
  'swallows a block and doubles another': {
    spoil: cancelling,
    words: /missing at offset.*repeated at offset|unexpected data at offset/,
    id: 'unix-server',
  },
  'adds foreign bytes': {
    spoil: () => once(chunk => [Buffer.from('<script>\0'), chunk]),
    words: /unexpected data at offset/,
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
  const late = delayed(await caseNamed('unix-server'), { afterBytes: 60 * 1024 ** 2, ms: 5000 })
  const { result, history } = await play(late)
  t.match(result, { outcome: 'pass' }, result.because)
  const reads = ofKind(history, 'read').map(({ at }) => at)
  t.ok(Math.max(...reads.slice(1).map((at, index) => at - (reads[index] ?? at))) > 3500, 'it was late')
})

void t.test('a path that withholds everything after the stall is stuck, not lost', async t => {
  const { result, history } = await play(withheld(await caseNamed('unix-server')))
  t.match(result, { outcome: 'fail', symptom: 'stuck', expected: false }, result.because)
  const stack = ofKind(history, 'evidence').find(({ name }) => name === 'writer-stack')
  t.match(stack?.data, /port_fops_write|wait_port_writable/, 'the guest says where its writer stands')
})
