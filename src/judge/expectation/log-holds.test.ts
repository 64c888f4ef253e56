import t from 'tap'
import type { History, Observation, Segment } from '../../model/contract/observation.ts'
import { counting } from '../content/payload.ts'
import { logHolds } from './log-holds.ts'

const payload = counting({ lines: 100, width: 10 })

function run(first: number, last: number, offset: number): Segment {
  return { kind: 'count', offset, length: (last - first + 1) * 10, width: 10, first, last }
}

/** A run in which the host received so many bytes, and then the log held these segments. */
function history(received: number, segments: readonly Segment[], wrote?: number): History {
  const bytes = segments.reduce((sum, { length }) => sum + length, 0)
  const content = { bytes, sha256: '', segments, cutShort: false }
  const command = 'dd of=port'
  const facts: Observation[] = [
    { at: 0, kind: 'job', job: 'job1', event: 'started', command },
    { at: 100, kind: 'read', peer: 'peer1', bytes: received, total: received },
  ]
  if (wrote !== undefined)
    facts.push({ at: 200, kind: 'job', job: 'job1', event: 'said', text: `${wrote} bytes (1 kB) copied` })
  return [...facts, { at: 1000, kind: 'content', peer: 'log', log: true, ...content }]
}

const { judge } = logHolds(payload)

void t.test('all of it is a pass, whatever the host received', async t => {
  t.same(judge(history(0, [run(1, 100, 0)])), { outcome: 'pass', because: 'the log holds all 1000 bytes' })
})

void t.test('a line that stands in it twice, but was written once', async t => {
  const twice = [run(1, 50, 0), run(50, 100, 500)]
  t.match(judge(history(1000, twice, 1000)), {
    outcome: 'fail',
    symptom: 'doubled',
    because: 'in the log: line 50 repeated at offset 500',
  })
  t.match(judge(history(1000, twice)), { outcome: 'inconclusive', because: /not known how much was written/ })
})

void t.test('a line that is missing inside', async t => {
  t.match(judge(history(1000, [run(1, 50, 0), run(52, 100, 500)], 1000)), {
    outcome: 'fail',
    symptom: 'loss',
  })
})

void t.test('a short log is a loss only if the host received more', async t => {
  const short = [run(1, 50, 0)]
  t.match(judge(history(510, short)), { outcome: 'fail', symptom: 'loss' })
  t.match(judge(history(500, short)), { outcome: 'inconclusive' })
})

void t.test('without a log nothing is known', async t => {
  t.match(judge([]), { outcome: 'inconclusive' })
})
