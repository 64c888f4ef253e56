import t from 'tap'
import {
  at,
  begin,
  content,
  cut,
  died,
  end,
  exited,
  type Part,
  peer,
  started,
  story,
  well,
  zeroBytes,
} from '../../../judge/stories/story.fixture.ts'
import { eventList } from './event-list.ts'

const said = (ms: number, text: string) => at(ms, { kind: 'job', job: 'job1', event: 'said', text })

void t.test('a journal in words, without what only the chart shows', async t => {
  const history = story(
    begin(),
    well(1000, 2200),
    at(2050, { kind: 'step', step: 1, edge: 'begin', text: 'host opens the chardev' }),
    peer(2100, 'opened'),
    at(2110, { kind: 'step', step: 1, edge: 'end', text: 'host opens the chardev' }),
    started(2200),
    exited(2300, null, 'SIGKILL'),
    at(2310, { kind: 'wanted', job: 'job1', code: 0 }),
    cut(2400, 'exit'),
    content(2500, [zeroBytes(2048)]),
    died(2600, { signal: 'SIGSEGV', words: 'ouch', panic: 'not syncing' }),
    at(2650, { kind: 'note', text: 'a note' }),
    end(2700),
  )
  t.strictSame(
    eventList(history).map(({ at, text }) => `${at} ${text}`),
    [
      '0 phase: boot',
      '1000 phase: healthy',
      '2000 phase: script',
      '2050 script: host opens the chardev',
      '2100 peer1 opened',
      '2200 job1 starts: dd if=/dev/zero of=/dev/vport0p2',
      '2300 job1 exits with SIGKILL',
      '2310 expected: job1 exits with 0',
      '2400 cut (exit): the story cuts it by exit',
      '2500 peer1 has received 2 KiB (2048 bytes, sha256 not looked at)',
      '2600 QEMU exits with SIGSEGV: ouch; kernel panic: not syncing',
      '2650 a note',
      '2700 phase: end',
    ],
  )
})

void t.test('lines of a job are told together when they are many', async t => {
  const texts = (...facts: Part[]) => eventList(story(...facts)).map(({ text }) => text)
  t.strictSame(texts(said(1, 'a'), said(2, 'b'), end(3)), ['job1 prints: a', 'job1 prints: b', 'phase: end'])
  const many = Array.from({ length: 278 }, (_, index) => said(index, String(index + 1)))
  t.strictSame(texts(many, well(100, 200)), ["job1 prints 278 lines, from '1' to '278' at 277 ms"])
})

void t.test('there is an end to it', async t => {
  const many = Array.from({ length: 1000 }, (_, index) => at(index, { kind: 'note', text: `${index}` }))
  const moments = eventList(many)
  t.equal(moments.length, 301)
  t.equal(moments.at(-1)?.text, '… and 700 more')
})
