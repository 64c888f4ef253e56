import t from 'tap'
import type { Fact } from '../../model/contract/observation.ts'
import { at, type Part, story } from '../stories/story.fixture.ts'
import { stops } from './stops.ts'

const event = (ms: number, event: string) => at(ms, { kind: 'qmp-event', event, data: null })
const answer = (ms: number, status: string, tookMs = 1) => at(ms, { kind: 'qmp', tookMs, status })
const step = (ms: number, edge: 'begin' | 'end', text = 'qemu stops the machine') =>
  at(ms, { kind: 'step', step: 1, edge, text })
const beat = (ms: number, guestMs: number): Part =>
  at(ms, { kind: 'beat', path: 'ssh', count: 1, guestMs } as Fact)
const of = (...parts: readonly Part[]) => stops(story(...parts))

void t.test('the machine is stopped from the event STOP to the event RESUME', async t => {
  t.match(of(event(1000, 'STOP'), event(2000, 'RESUME')), [
    { fromMs: 1000, toMs: 2000, by: 'event STOP', isAsked: false },
  ])
  t.match(of(event(1000, 'STOP')), [{ fromMs: 1000, toMs: Number.POSITIVE_INFINITY }])
  t.same(of(event(1000, 'RESUME'), answer(1500, 'running')), [])
})

void t.test('a stop without an event is seen in the answers to query-status', async t => {
  t.match(
    of(answer(1000, 'running'), answer(1250, 'io-error'), answer(1500, 'io-error'), answer(1750, 'running')),
    [{ fromMs: 1000, toMs: 1750, by: 'run state io-error' }],
  )
  t.same(of(at(1000, { kind: 'qmp', tookMs: 1 })), [], 'of 0.1.0: no state')
})

void t.test('the script asked for a stop that lies in one of its lines', async t => {
  const stopped = [event(1000, 'STOP'), event(2000, 'RESUME')]
  t.match(of(step(900, 'begin'), ...stopped, step(1010, 'end')), [{ fromMs: 900, isAsked: true }])
  t.match(
    of(step(900, 'begin', 'qemu executes savevm'), ...stopped, step(3000, 'end', 'qemu executes savevm')),
    [{ fromMs: 1000, isAsked: true }],
  )
  t.match(of(step(900, 'begin'), step(950, 'end'), ...stopped), [{ fromMs: 1000, isAsked: false }])
  t.match(of(step(900, 'begin', 'host opens the chardev'), ...stopped), [{ isAsked: false }])
})

void t.test('an answer that was on its way when an event came says nothing about it', async t => {
  t.match(of(event(1000, 'STOP'), answer(1003, 'running', 5), event(2000, 'RESUME')), [
    { fromMs: 1000, toMs: 2000 },
  ])
})

void t.test('a false event is found out', async t => {
  t.same(of(event(1000, 'STOP'), answer(1250, 'running')), [])
  t.match(of(event(1000, 'STOP'), event(2000, 'RESUME'), answer(2250, 'paused')), [
    { toMs: 2000 },
    { fromMs: 2250, by: 'run state paused', isAsked: false },
  ])
  const stopped = [beat(950, 5000), event(1000, 'STOP'), event(3000, 'RESUME')]
  t.same(of(...stopped, beat(1900, 5900)), [], 'the guest beats on')
  t.equal(of(...stopped, beat(1900, 5040)).length, 1, 'sent before the stop, and late')
  t.equal(of(...stopped, beat(3050, 5060)).length, 1)
  t.equal(of(...stopped, beat(2990, 6900)).length, 1, 'it came with the end, which a late host sees after it')
})

void t.test('a guest that moves to another QEMU stands still until that one runs it', async t => {
  const moved = [event(1000, 'STOP'), at(1500, { kind: 'qemu', event: 'holds', process: 2 } as Fact)]
  t.match(of(...moved, at(1600, { kind: 'qmp-event', process: 2, event: 'RESUME', data: null })), [
    { fromMs: 1000, toMs: 1600 },
  ])
  // Until 2.3, QEMU runs it before we look.
  t.match(of(...moved, answer(1700, 'running')), [{ fromMs: 1000, toMs: 1700 }])
})
