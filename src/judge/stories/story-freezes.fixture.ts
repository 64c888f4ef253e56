import type { JudgedStory } from './judged-story.fixture.ts'
import {
  beats,
  begin,
  content,
  cut,
  end,
  host,
  peer,
  qmp,
  read,
  revive,
  story,
  well,
  zeroBytes,
} from './story.fixture.ts'
import { blocked, drained, frozenStart, goodEnd, looks, readsAtLast } from './story-scenes.fixture.ts'

/** Guests that stopped, and one that should have. */
export const freezeStories: { readonly [name: string]: JudgedStory } = {
  'freeze-revived': {
    history: story(
      begin({ case: 'debugcon' }),
      frozenStart,
      well(1000, 3050),
      host(3050, 6600),
      looks.cut,
      looks.threads,
      readsAtLast,
      beats(6040, 6600),
      qmp(6050, 6600),
      end(6600),
    ),
    said: {
      outcome: 'fail',
      symptom: 'freeze',
      expected: true,
      because:
        'stopped 1\\.\\d s into the script.*QMP did not answer.*came back \\d+ ms after the host read.*vCPU 0 in clock_nanosleep',
      findings: { alive: 'fail', stalled: 'pass' },
    },
  },
  'freeze-undocumented': {
    history: story(
      begin(),
      frozenStart,
      well(1000, 3050),
      host(3050, 6600),
      looks.cut,
      looks.threads,
      readsAtLast,
      beats(6040, 6600),
      qmp(6050, 6600),
      content(6600, [zeroBytes(278)]),
      end(6600),
    ),
    said: {
      outcome: 'fail',
      symptom: 'freeze',
      expected: false,
      because: 'the guest stopped',
      findings: { alive: 'fail', stalled: 'pass', resumes: 'inconclusive', intact: 'inconclusive' },
    },
  },
  'freeze-on-loaded-host': {
    // A vCPU that retries with short sleeps seems to wait for a CPU all the time: only its revival tells.
    history: story(
      begin({ case: 'debugcon' }),
      frozenStart,
      well(1000, 3050),
      host(3050, 15_000, 96),
      cut(14_100, 'freeze'),
      revive(14_200),
      peer(14_201, 'reading'),
      read(14_220, 278),
      beats(14_260, 15_000),
      qmp(14_300, 15_000),
      end(15_000),
    ),
    said: {
      outcome: 'fail',
      symptom: 'freeze',
      expected: true,
      because: 'came back 59 ms after the host read',
      findings: { alive: 'fail', stalled: 'pass' },
    },
  },
  'passed-though-documented': {
    history: story(begin({ version: '1.4.0' }), blocked, drained, goodEnd, well(1000, 4400)),
    said: {
      outcome: 'pass',
      expected: false,
      because: '^documented: freeze \\(no flow control\\); it passed',
      findings: { alive: 'pass' },
    },
  },
}
