import t from 'tap'
import { at, type Part, story } from '../stories/story.fixture.ts'
import { away, outside } from './away.ts'

const event = (ms: number, event: string) => at(ms, { kind: 'qmp-event', event, data: null })
const step = (ms: number, edge: 'begin' | 'end', step = 1) =>
  at(ms, { kind: 'step', step, edge, text: 'qemu resets the machine' })
const of = (...parts: readonly Part[]) => away(story(...parts))

void t.test('the guest boots from a reset that the script asked for until that line ends', async t => {
  t.same(of(step(900, 'begin'), event(1000, 'RESET'), step(4000, 'end')), [{ fromMs: 1000, toMs: 4000 }])
  t.same(of(step(900, 'begin'), event(1000, 'RESET')), [{ fromMs: 1000, toMs: Number.POSITIVE_INFINITY }])
  t.same(of(step(900, 'begin')), [], 'QEMU has not done it yet')
  t.same(of(event(1000, 'RESET')), [], 'nobody asked for it')
})

void t.test('stretches that overlap are one', async t => {
  const parts = [
    event(1000, 'STOP'),
    step(1500, 'begin'),
    event(1600, 'RESET'),
    event(2000, 'RESUME'),
    step(3000, 'end'),
  ]
  t.same(of(...parts, event(5000, 'STOP'), event(6000, 'RESUME')), [
    { fromMs: 1000, toMs: 3000 },
    { fromMs: 5000, toMs: 6000 },
  ])
})

void t.test('the parts of a window outside of some stretches', async t => {
  const stretches = [
    { fromMs: 10, toMs: 20 },
    { fromMs: 30, toMs: Number.POSITIVE_INFINITY },
  ]
  t.same(outside({ fromMs: 0, toMs: 40 }, stretches), [
    { fromMs: 0, toMs: 10 },
    { fromMs: 20, toMs: 30 },
  ])
  t.same(outside({ fromMs: 12, toMs: 18 }, stretches), [])
  t.same(outside({ fromMs: 20, toMs: 25 }, stretches), [{ fromMs: 20, toMs: 25 }])
  t.same(outside({ fromMs: 35, toMs: 40 }, stretches), [])
  t.same(outside({ fromMs: 5, toMs: 5 }, stretches), [])
})

void t.test('no beat comes over ssh until the harness has logged in to another QEMU', async t => {
  const moved = story(
    step(900, 'begin'),
    at(1000, { kind: 'qemu', event: 'holds', process: 2 }),
    step(3000, 'end'),
  )
  t.same(away(moved, 'ssh'), [{ fromMs: 1000, toMs: 3000 }])
  t.same(away(moved, 'serial'), [])
  t.same(away(moved), [])
})
