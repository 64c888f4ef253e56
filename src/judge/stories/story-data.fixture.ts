import type { Observation } from '../../model/contract/observation.ts'
import type { JudgedStory, WantedVerdict } from './judged-story.fixture.ts'
import {
  at,
  begin,
  content,
  cut,
  end,
  exited,
  lines,
  loop,
  other,
  peer,
  read,
  revive,
  samples,
  started,
  story,
  well,
  zeroBytes,
} from './story.fixture.ts'
import { all, blocked, drained, fits, goodRun } from './story-scenes.fixture.ts'

function counted(
  said: WantedVerdict,
  segments: Parameters<typeof content>[1],
  stop: readonly Observation[] = [],
): JudgedStory {
  const run = { case: 'counting' }
  return {
    history: story(begin(run), well(1000, 4400), blocked, drained, stop, content(4400, segments), end(4400)),
    said,
  }
}

/** The writer is done at 3.9 s, and the host reads on without getting the rest. */
const swallowed = (cutMs: number) =>
  story(
    begin(),
    blocked,
    well(1000, cutMs + 600),
    samples(3650, 3800, all),
    peer(3600, 'reading'),
    read(3700, 900_000),
    exited(3900),
    cut(cutMs, 'standstill'),
    content(cutMs + 600, [zeroBytes(900_000)]),
    end(cutMs + 600),
  )

const loss = (because: string): WantedVerdict => ({
  outcome: 'fail',
  symptom: 'loss',
  expected: false,
  because,
  findings: { alive: 'pass', intact: 'fail' },
})

/** The data path: stuck, lost, doubled, out of order, foreign. */
export const dataStories: { readonly [name: string]: JudgedStory } = {
  pass: {
    history: story(goodRun, well(1000, 4400)),
    said: {
      outcome: 'pass',
      expected: true,
      because: 'beats kept arriving on both paths after the writer was blocked',
      findings: {
        played: 'pass',
        exits: 'pass',
        stalled: 'pass',
        alive: 'pass',
        resumes: 'pass',
        intact: 'pass',
      },
    },
  },
  stuck: {
    history: story(
      begin(),
      blocked,
      well(1000, 8600),
      samples(3600, 8000, fits),
      peer(3600, 'reading'),
      read(3650, 180_224),
      cut(8000, 'standstill'),
      revive(8010),
      content(8600, [zeroBytes(180_224)]),
      end(8600),
    ),
    said: {
      outcome: 'fail',
      symptom: 'stuck',
      expected: false,
      because: 'did not resume within 4.4 s',
      findings: { alive: 'pass', stalled: 'pass', resumes: 'fail', intact: 'inconclusive' },
    },
  },
  'stuck-without-reader': {
    history: story(
      begin({ case: 'null' }),
      started(2200),
      well(1000, 8600),
      samples(2300, 8000, 0),
      cut(8000, 'standstill'),
      revive(8010),
      end(8600),
    ),
    said: {
      outcome: 'fail',
      symptom: 'stuck',
      expected: true,
      because: 'made no progress for 5.7 s after 0 bytes: it is blocked in wait_port_writable',
      findings: { alive: 'pass', flows: 'fail' },
    },
  },
  'loop-stopped': {
    history: story(
      begin({ case: 'named-pipe' }),
      loop(2050, 3000),
      blocked,
      drained,
      well(1000, 5400),
      content(5400, [zeroBytes(all)]),
      end(5400),
    ),
    said: {
      outcome: 'fail',
      expected: false,
      because:
        'the loop stopped while the guest kept beating: the longest pause between its 18 lines was 2.5 s',
      findings: { alive: 'pass', stalled: 'pass', resumes: 'pass', keepsSaying: 'fail' },
    },
  },
  'swallowed-end': {
    history: swallowed(14_200),
    said: {
      outcome: 'fail',
      symptom: 'stuck',
      expected: false,
      because: 'last 148576 of 1048576 bytes are missing at offset 900000',
      findings: { alive: 'pass', resumes: 'pass', intact: 'fail' },
    },
  },
  'end-not-read-long-enough': {
    history: swallowed(8000),
    said: {
      outcome: 'inconclusive',
      because: 'it may be late: the host kept reading for only 4\\.1 s',
      findings: { alive: 'pass', resumes: 'pass', intact: 'inconclusive' },
    },
  },
  'connection-ended': {
    history: story(
      begin({ case: 'half-close' }),
      blocked,
      well(1000, 4400),
      peer(3600, 'reading'),
      read(3650, 180_224),
      { at: 3655, kind: 'peer', peer: 'peer1', event: 'ended', text: 'the other side closed' },
      content(4400, [zeroBytes(180_224)]),
      end(4400),
    ),
    said: {
      outcome: 'fail',
      symptom: 'loss',
      expected: true,
      because: 'QEMU ended the connection of peer1 after 1.6 s .* the host had received 176 KiB',
      findings: { alive: 'pass', stalled: 'pass', stays: 'fail' },
    },
  },
  'foreign-zeros': {
    history: story(
      begin(),
      blocked,
      drained,
      well(1000, 4400),
      content(4400, [zeroBytes(1000), other(1000, '\\x1b[31mlogin:', 10), zeroBytes(all - 1010, 1010)]),
      end(4400),
    ),
    said: loss("10 bytes of unexpected data at offset 1000: '"),
  },
  'counting-pass': counted(
    { outcome: 'pass', expected: true, because: 'beats kept arriving', findings: { intact: 'pass' } },
    [lines(0, 1, 1000, 5)],
  ),
  'counting-lost': counted(loss('lines 101 to 400 missing at offset 500 \\(1500 bytes\\)'), [
    lines(0, 1, 100, 5),
    lines(500, 401, 1000, 5),
  ]),
  'counting-doubled': counted(
    { ...loss('lines 51 to 100 repeated at offset 500'), symptom: 'doubled' },
    [lines(0, 1, 100, 5), lines(500, 51, 1000, 5)],
    [at(3850, { kind: 'job', job: 'job1', event: 'said', text: '5000 bytes (4.9KB) copied, 1.5 seconds' })],
  ),
  'counting-reordered': counted(
    loss('lines 101 to 200 overtaken at offset 500.*lines 101 to 200 out of order'),
    [lines(0, 1, 100, 5), lines(500, 201, 1000, 5), lines(4500, 101, 200, 5)],
  ),
  'counting-foreign': counted(loss("at offset 500: 'ZZZZ'"), [
    lines(0, 1, 100, 5),
    other(500, 'ZZZZ'),
    lines(504, 101, 1000, 5),
  ]),
  'counting-unread': counted(
    { outcome: 'inconclusive', because: 'timeout', findings: { intact: 'inconclusive' } },
    [lines(0, 1, 100, 5), other(500, '010')],
    [cut(4300, 'timeout')],
  ),
}
