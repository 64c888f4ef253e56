import type { Segment } from '../../model/contract/observation.ts'
import { intact } from '../expectation/intact.ts'
import {
  at,
  begin,
  content,
  end,
  exited,
  type Part,
  peer,
  started,
  story,
  well,
} from '../stories/story.fixture.ts'
import { counting } from './payload.ts'

export const payload = counting({ lines: 1000 })

/** The host reads all the time, until phase `end` at 18.6 s; the writer, `job1`, has not ended. */
export const run = [
  begin(),
  well(1000, 18_600),
  started(2100),
  peer(2050, 'opened'),
  peer(2150, 'reading'),
  end(18_600),
]

/** What `intact` says of such a run of 1000 counted lines whose writer ended well at 2.2 s. */
export function judge(segments: readonly Segment[], ...rest: readonly Part[]) {
  return intact(payload).judge(story(run, exited(2200), ...rest, content(18_500, segments)))
}

/** The writer's own word on how much it wrote. */
export function wrote(bytes: number) {
  return at(2190, { kind: 'job', job: 'job1', event: 'said', text: `${bytes} bytes (${bytes}B) copied, 1 s` })
}
