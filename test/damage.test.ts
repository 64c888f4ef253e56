import t from 'tap'
import { ofKind } from '../src/model/observation.ts'
import { caseNamed, play } from './guest.ts'
import { once, type Spoil, spoiled, withheld } from './spoiled.ts'

const cut = (chunk: Buffer, from: number, to?: number) => chunk.subarray(from, to)
const damages: Record<string, { spoil: () => Spoil; words: RegExp }> = {
  swallows: { spoil: () => once(chunk => [cut(chunk, 0, 70), cut(chunk, 210)]), words: /missing at offset/ },
  doubles: {
    spoil: () => once(chunk => [cut(chunk, 0, 700), chunk]),
    words: /again at offset|something else at offset/,
  },
  reorders: {
    spoil: () =>
      once(chunk => [cut(chunk, 0, 70), cut(chunk, 140, 210), cut(chunk, 70, 140), cut(chunk, 210)]),
    words: /overtaken at offset|out of order at offset|something else at offset/,
  },
  'adds foreign bytes': {
    spoil: () => once(chunk => [Buffer.from('<script>\0'), chunk]),
    words: /something else at offset/,
  },
}

for (const [name, { spoil, words }] of Object.entries(damages)) {
  void t.test(`a peer that ${name} is a loss, with its offset`, async t => {
    const { result } = await play(spoiled(await caseNamed('unix-server-counting'), spoil()))
    t.match(result, { outcome: 'fail', symptom: 'loss', expected: false }, result.because)
    t.match(result.because, words)
  })
}

void t.test('a path that withholds everything after the stall is stuck, not lost', async t => {
  const { result, history } = await play(withheld(await caseNamed('unix-server')))
  t.match(result, { outcome: 'fail', symptom: 'stuck', expected: false }, result.because)
  const stack = ofKind(history, 'evidence').find(({ name }) => name === 'writer-stack')
  t.match(stack?.data, /port_fops_write|wait_port_writable/, 'the guest says where its writer stands')
})
