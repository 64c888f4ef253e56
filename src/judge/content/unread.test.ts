import t from 'tap'
import { intact } from '../expectation/intact.ts'
import {
  at,
  begin,
  content,
  cut,
  end,
  exited,
  host,
  lines,
  other,
  type Part,
  peer,
  samples,
  started,
  story,
  well,
} from '../stories/story.fixture.ts'
import { judge, payload, run } from './counted-run.fixture.ts'

t.test('a missing end is a failure only when all was written and the host read to the end', async t => {
  const short = [lines(0, 1, 900, 5), other(4500, '09')]
  const stood = cut(18_000, 'standstill')
  t.match(judge(short, stood), {
    outcome: 'fail',
    symptom: 'stuck',
    because: /last 498 of 5000 bytes are missing at offset 4502/,
  })
  t.match(judge(short), { outcome: 'inconclusive' }, 'the script stopped reading')
  t.match(judge(short, cut(18_000, 'timeout')), { outcome: 'inconclusive' })
  t.match(judge(short, stood, peer(3000, 'closed')), { outcome: 'inconclusive' }, 'the host had closed')
  const said = at(2190, { kind: 'job', job: 'job1', event: 'said', text: '4502 bytes (4.4KB) copied, 1 s' })
  t.match(judge(short, stood, said), { outcome: 'inconclusive', because: /only seen to write/ })
  t.match(judge(short, peer(17_000, 'ended')), { symptom: 'loss' }, 'QEMU ended the connection')
  t.match(
    intact(payload).judge(
      story(
        begin(),
        well(1000, 9000),
        started(2100),
        exited(2200),
        peer(2150, 'reading'),
        cut(8800, 'standstill'),
        content(8900, short),
        end(9000),
      ),
    ),
    { because: /late.*only/ },
    'it may be late',
  )
  const late = at(12_000, { kind: 'read', peer: 'peer1', bytes: 2, total: 4502 })
  t.match(judge(short, stood, late), { outcome: 'inconclusive', because: /late/ })
  const reads = (bytes: number) =>
    at(2300, { kind: 'step', step: 3, edge: 'begin', text: `peer1 reads ${bytes} bytes` })
  t.match(judge(short, stood, reads(5000)), { symptom: 'stuck' })
  const due = /last 98 of 4600 bytes are missing/
  t.match(judge(short, stood, reads(4600)), { symptom: 'stuck', because: due }, 'of what was due by then')
  const idles = at(2300, { kind: 'step', step: 3, edge: 'begin', text: 'job2 ends with status 0' })
  t.match(judge(short, stood, idles), { because: /not reached its end/ }, 'more was to be written later')
  t.match(judge(short, stood, samples(2100, 2190, 4502)), { because: /only seen to write/ })
  const unended = (...rest: readonly Part[]) =>
    intact(payload).judge(story(run, stood, content(18_500, short), ...rest))
  t.match(unended(), { outcome: 'inconclusive', because: /had not finished/ })
  t.match(unended(exited(2200, 1)), { outcome: 'inconclusive' })
  t.match(unended(samples(2100, 2300, 5000)), { outcome: 'fail', symptom: 'stuck' })
})

t.test('a missing end of a guest that fell silent is no loss', async t => {
  const silent = [
    begin(),
    well(1000, 3010),
    host(3010, 18_600),
    started(2100),
    exited(2200),
    peer(2050, 'opened'),
    peer(2150, 'reading'),
  ]
  const history = story(
    silent,
    cut(18_000, 'standstill'),
    content(18_500, [lines(0, 1, 900, 5)]),
    end(18_600),
  )
  t.match(intact(payload).judge(history), { outcome: 'inconclusive', because: /fell silent/ })
})
