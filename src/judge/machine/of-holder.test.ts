import t from 'tap'
import { at, story } from '../stories/story.fixture.ts'
import { holders, ofHolder } from './of-holder.ts'

const memory = (ms: number, bytes: number, process?: number) =>
  at(ms, { kind: 'memory', bytes, ...(process === undefined ? {} : { process }) })
const started = at(100, { kind: 'qemu', event: 'started', pid: 1 })
const other = at(200, { kind: 'qemu', event: 'started', pid: 2, process: 2 })
const holds = at(300, { kind: 'qemu', event: 'holds', process: 2 })

void t.test('of several QEMUs, the one that has the guest is looked at', async t => {
  const seen = ofHolder(
    story(started, other, memory(250, 1), memory(251, 2, 2), holds, memory(350, 3), memory(351, 4, 2)),
  )
  t.same(
    seen.flatMap(fact => (fact.kind === 'memory' ? [fact.bytes] : [])),
    [1, 4],
  )
})

void t.test('the end of another one is kept', async t => {
  const exited = at(400, { kind: 'qemu', event: 'exited', code: null, signal: 'SIGSEGV', words: '' })
  t.ok(ofHolder(story(started, other, holds, exited)).includes(exited))
})

void t.test('a journal of one QEMU is left as it is', async t => {
  const history = story(started, memory(150, 1))
  t.equal(ofHolder(history), history)
})

void t.test('who has the guest at a moment', async t => {
  const history = story(started, other, holds)
  t.equal(holders(history)(299), 1)
  t.equal(holders(history)(300), 2)
})
