import { createHash } from 'node:crypto'
import t from 'tap'
import { counting } from '../content/payload.ts'
import {
  at,
  begin,
  cut,
  died,
  end,
  type Part,
  peer,
  samples,
  started,
  story,
  well,
} from '../stories/story.fixture.ts'
import { delivered } from './delivered.ts'

const payload = counting({ lines: 3 })
const judge = (...parts: readonly Part[]) => delivered(payload).judge(story(...parts))
const sum = createHash('sha256').update('1\n2\n3\n').digest('hex')
const said = (text: string) => at(3000, { kind: 'job', job: 'job1', event: 'said', text })
const sent = (ms: number, total: number) => at(ms, { kind: 'sent', peer: 'peer1', bytes: 1, total, of: 6 })
const reads = (fromMs: number, toMs: number, readBytes: number, waitsIn = 'port_fops_read') =>
  samples(fromMs, toMs, 0, { waitsIn }).map(sample => ({ ...sample, readBytes }) as const)
const run = [begin(), well(1000, 18_600), sent(2200, 0), started(2500)]
const stood = [cut(18_000, 'standstill'), end(18_600)]
const soon = [cut(8000, 'standstill'), end(8600)]

t.test('the sum tells', async t => {
  t.match(judge(run, sent(2600, 6), said(`${sum}  -`), stood), { outcome: 'pass' })
  t.match(judge(run, sent(2600, 6), said(`${'0'.repeat(64)}  -`), stood), {
    outcome: 'fail',
    symptom: 'loss',
  })
})

t.test('a guest that is seen to wait for more is stuck', async t => {
  t.match(judge(run, sent(2600, 6), reads(2600, 18_000, 4), stood), { outcome: 'fail', symptom: 'stuck' })
  t.match(judge(run, sent(2600, 4), reads(2600, 8000, 4), soon), { outcome: 'fail', symptom: 'stuck' })
  const early = [begin(), well(1000, 8600), started(2100), sent(2200, 4), reads(2150, 8000, 4), soon]
  t.match(judge(...early), { outcome: 'fail', symptom: 'stuck' }, 'a reader from before')
})

t.test('it fails without a symptom when the guest gets as much as the host sends later', async t => {
  const waits = [run, sent(2600, 6), reads(2600, 18_000, 4), cut(18_000, 'standstill'), end(21_600)]
  const wrote = at(18_100, { kind: 'marker', by: 'host', text: '\n' })
  const later = (readBytes: number) =>
    judge(waits, wrote, well(18_600, 21_600), reads(18_100, 21_000, readBytes))
  t.match(later(5), { outcome: 'fail', because: /the missing bytes are lost or held back/ })
  t.notHas(later(5), { symptom: String })
  t.match(later(6), { outcome: 'fail', symptom: 'stuck', because: /received more only after/ })
  t.match(later(4), { outcome: 'fail', symptom: 'stuck' })
  t.match(judge(waits, wrote, well(18_600, 21_600)), {
    outcome: 'inconclusive',
    because: /no longer sampled/,
  })
})

t.test('a reader that found no host connected proves nothing', async t => {
  const empty = createHash('sha256').digest('hex')
  t.match(judge(run, sent(2600, 6), said(`${empty}  -`), stood), {
    outcome: 'inconclusive',
    because: /no host was connected/,
  })
})

t.test('everything else is inconclusive', async t => {
  const unclear: Record<string, readonly Part[]> = {
    'no standstill': [run, sent(2600, 6), reads(2600, 18_000, 4), end(18_600)],
    'a timeout': [run, sent(2600, 6), reads(2600, 18_000, 4), cut(18_000, 'timeout'), end(18_600)],
    'the end of QEMU': [begin(), well(1000, 3000), sent(2200, 0), reads(2300, 2900, 4), died(3000)],
    'a silent guest': [begin(), well(1000, 3000), sent(2200, 0), reads(2300, 2900, 4), stood],
    'a guest that did not read': [begin(), well(1000, 18_600), sent(2200, 4), stood],
    'a reader that was not measured': [run, sent(2600, 4), stood],
    'bytes that may be late': [run, sent(2600, 6), reads(2600, 8000, 4), soon],
    'a slow reader': [run, sent(2600, 6), reads(2600, 16_900, 4), reads(17_000, 18_000, 5), stood],
    'a reader that computes': [run, sent(2600, 4), reads(2600, 18_000, 4, 'pipe_read'), stood],
    'a reader that got as much as was sent': [run, sent(2600, 6), reads(2600, 18_000, 6), stood],
    'a host that closed': [run, sent(2600, 4), peer(2700, 'closed'), reads(2600, 18_000, 4), stood],
  }
  for (const [name, parts] of Object.entries(unclear)) {
    t.match(judge(...parts), { outcome: 'inconclusive' }, name)
  }
})
