import t from 'tap'
import { begin, cut, end, host, peer, read, started, story, well } from '../stories/story.fixture.ts'
import { stays } from './stays.ts'

const { judge } = stays()
const ended = {
  at: 3040,
  kind: 'peer',
  peer: 'peer1',
  event: 'ended',
  text: 'the other side closed',
} as const
const reads = [
  begin(),
  well(1000, 6000),
  host(1000, 6000),
  started(2200),
  peer(2100, 'opened'),
  peer(3000, 'reading'),
  read(3020, 180_224),
]

t.test('a connection that QEMU ended', async t => {
  const verdict = judge(story(reads, ended, end(6000)))
  t.match(verdict, { outcome: 'fail', symptom: 'loss' })
  t.equal(
    verdict.because,
    'QEMU ended the connection of peer1 after 940 ms (the other side closed); the host had received 176 KiB',
  )
})

t.test('one that stayed until the host closed it, or until the end', async t => {
  t.match(judge(story(reads, end(6000))), { outcome: 'pass', because: /^the connection stayed/ })
  t.match(judge(story(reads, peer(4000, 'closed'), end(6000))), { outcome: 'pass' })
  const second = [peer(4100, 'opened', 'peer2'), peer(4200, 'reading', 'peer2')]
  t.match(judge(story(reads, second, end(6000))), { outcome: 'pass', because: /^all 2 connections/ })
})

t.test('what nobody could have seen proves nothing', async t => {
  t.match(judge(story(begin(), end(6000))), { outcome: 'inconclusive', because: /never opened/ })
  const unread = judge(story(reads, peer(4100, 'opened', 'peer2'), end(6000)))
  t.match(unread, { outcome: 'inconclusive', because: /never read from peer2/ })
  const idle = [begin(), peer(2100, 'opened'), end(6000)]
  t.match(judge(story(idle)), { outcome: 'inconclusive', because: /never read/ })
})

t.test("an end that the cut, or QEMU's own, brought", async t => {
  t.match(judge(story(reads, cut(3030, 'timeout'), ended, end(6000))), { outcome: 'pass' })
  const died = { at: 3030, kind: 'qemu', event: 'exited', code: null, signal: 'SIGKILL', words: '' } as const
  t.match(judge(story(reads, died, ended)), { outcome: 'inconclusive', because: 'QEMU ended' })
})
