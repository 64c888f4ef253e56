import t from 'tap'
import {
  beats,
  begin,
  cut,
  end,
  host,
  loop,
  type Part,
  peer,
  said,
  story,
  well,
} from '../stories/story.fixture.ts'
import { keepsSaying } from './keeps-saying.ts'

const judge = keepsSaying().judge
const run = [begin(), well(1000, 8600)]
const ended = { kind: 'job', job: 'job9', event: 'exited', code: null, signal: 'HUP' } as const

t.test('a loop that goes on passes, at whatever pace', async t => {
  t.match(judge(story(run, loop(2100, 8600), end(8600))), {
    outcome: 'pass',
    because: /longest pause between its 129 lines was 50 ms/,
  })
  t.match(judge(story(run, loop(2100, 8600, 1000), end(8600))), { outcome: 'pass' })
  const after = [{ at: 8610, ...ended }, said(8601, 8700)]
  t.match(judge(story(run, loop(2100, 8600), end(8600), after)), { outcome: 'pass' }, 'ended with the run')
  const cutOff = [cut(4000, 'standstill'), end(8600)]
  t.match(judge(story(run, loop(2100, 4000), cutOff)), { outcome: 'pass' }, 'not listened to after a cut')
})

t.test('a loop that stops while the guest beats on fails, also if it comes back or never does', async t => {
  const stopped = {
    outcome: 'fail',
    because: /stopped while the guest kept beating: .* was 2\.0 s \(limit 1\.6 s\)/,
  }
  t.match(judge(story(run, loop(2100, 4050), said(6000, 8600), end(8600))), stopped)
  t.match(judge(story(run, loop(2100, 6600), end(8600))), stopped)
  t.equal(judge(story(run, loop(2100, 6600), end(8600))).symptom, undefined)
  const slow = judge(story(run, loop(2100, 6200, 1000), end(8600)))
  t.match(slow, { outcome: 'pass' }, '2.5 s is no stop for a loop that speaks once a second')
})

t.test('what may have another cause does not count against the loop', async t => {
  const doubtful = (...parts: readonly Part[]) => judge(story(...parts, end(8600)))
  t.match(doubtful(run), { outcome: 'inconclusive', because: /no background job/ })
  t.match(doubtful(run, loop(2100, 2200)), { because: /too few lines to tell its pace: .* 1 lines/ })
  t.match(doubtful(run, loop(2100, 4000), { at: 4000, ...ended }), { because: /ended by itself/ })
  const noHealth = story(begin(), host(2000, 8600), loop(2100, 4000), end(8600))
  t.match(judge(noHealth), { because: /healthy phase/ })
  const silentSsh = [begin(), well(1000, 4000), beats(4000, 8600, { path: 'serial' }), host(4000, 8600)]
  t.match(doubtful(silentSsh, loop(2100, 4000)), { because: /no beat came over ssh either/ })
  const silent = [begin(), well(1000, 4000), host(4000, 8600)]
  t.match(doubtful(silent, loop(2100, 4000), peer(8000, 'reading')), { because: /the guest fell silent/ })
  const starved = [begin(), beats(1000, 8600), host(2000, 8600, 90)]
  t.match(doubtful(starved, loop(2100, 6600)), { outcome: 'inconclusive', because: /starved/ })
})
