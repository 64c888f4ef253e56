import t from 'tap'
import type { BeatPath } from '../../model/contract/observation.ts'
import { at, story } from '../stories/story.fixture.ts'
import { beatsSince } from './beats.ts'

const beats = (path: BeatPath, ...times: readonly number[]) =>
  times.map((ms, count) => at(ms, { kind: 'beat', path, count, guestMs: ms }))

void t.test('the path that has fewer of them counts, from the moment on', async t => {
  const history = story(beats('ssh', 100, 150, 200, 250), beats('serial', 110, 160, 210))
  t.equal(beatsSince(history, 0), 3)
  t.equal(beatsSince(history, 155), 2)
  t.equal(beatsSince(history, 250), 0)
})

void t.test('what was held up and comes at once is one beat', async t => {
  const held = Array.from({ length: 18 }, (_, index) => 1000 + index / 10)
  const history = story(beats('ssh', ...held, 1050), beats('serial', ...held, 1040, 1055))
  t.equal(beatsSince(history, 900), 2)
})
