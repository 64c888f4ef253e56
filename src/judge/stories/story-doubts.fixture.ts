import type { JudgedStory } from './judged-story.fixture.ts'
import {
  at,
  beats,
  begin,
  content,
  cut,
  end,
  exited,
  host,
  peer,
  qmp,
  read,
  revive,
  samples,
  started,
  story,
  threads,
  well,
  zeroBytes,
} from './story.fixture.ts'
import { all, blocked, fits, frozenStart, goodRun, looks, readsAtLast } from './story-scenes.fixture.ts'

/** Silences that prove nothing, or are none. */
export const doubtStories: { readonly [name: string]: JudgedStory } = {
  'starved-silence': {
    // Our own process was late too, and the guest came back by itself.
    history: story(
      begin(),
      frozenStart,
      well(1000, 3050),
      at(6000, { kind: 'tick', lateMs: 2900 }),
      at(6000, { kind: 'cpu', spanMs: 3000, ranMs: 40, waitedMs: 2800 }),
      well(6000, 7000),
      cut(7000, 'timeout'),
      end(7100),
    ),
    said: {
      outcome: 'inconclusive',
      because: 'timeout',
      findings: { alive: 'inconclusive', stalled: 'inconclusive' },
    },
  },
  'starved-revived-late': {
    // Silent beyond every limit, QEMU waited for a CPU, and it came back only seconds after the host read.
    history: story(
      begin(),
      frozenStart,
      well(1000, 3050),
      host(3050, 19_000, 97),
      cut(14_100, 'freeze'),
      revive(14_200),
      peer(14_201, 'reading'),
      read(14_220, 278),
      beats(17_000, 19_000),
      qmp(17_000, 19_000),
      end(19_000),
    ),
    said: {
      outcome: 'inconclusive',
      because: 'the host was starved',
      findings: { alive: 'inconclusive' },
    },
  },
  'starved-burst': {
    // Nothing arrived for 2.6 s because we were late; the guest's clock shows that it beat all along.
    history: story(
      begin(),
      beats(1000, 2700),
      beats(2700, 5300, { seenMs: 5300 }),
      beats(5300, 7500),
      host(2000, 2650),
      at(5300, { kind: 'tick', lateMs: 2550 }),
      at(5300, { kind: 'cpu', spanMs: 2650, ranMs: 200, waitedMs: 10 }),
      host(5300, 7500),
      qmp(2000, 2700),
      qmp(5300, 7500),
      peer(2100, 'opened'),
      started(2200),
      samples(5400, 6700, fits),
      peer(6700, 'reading'),
      samples(6750, 6800, 900_000),
      exited(6900),
      content(7500, [zeroBytes(all)]),
      end(7500),
    ),
    said: {
      outcome: 'pass',
      expected: true,
      because: 'beats kept arriving on both paths',
      findings: { alive: 'pass', stalled: 'pass', resumes: 'pass', intact: 'pass' },
    },
  },
  stopped: {
    // SIGSTOP, in a journal that has it only in its evidence: whoever sent it, QEMU did not stop by itself.
    history: story(
      begin(),
      blocked.filter(({ at }) => at < 3050),
      well(1000, 3050),
      host(3050, 11_100),
      looks.cut,
      threads(5900, { state: 'T', cpuPercent: 0 }),
      readsAtLast,
      content(11_100, [zeroBytes(278)]),
      end(11_100),
    ),
    said: {
      outcome: 'inconclusive',
      because: 'but a thread of QEMU was stopped by a signal \\(state T\\)',
      findings: { alive: 'inconclusive', stalled: 'pass', resumes: 'inconclusive', intact: 'inconclusive' },
    },
  },
  'ssh-silent': {
    history: story(
      goodRun,
      beats(1000, 4400, { path: 'serial' }),
      beats(1000, 2300, { path: 'ssh' }),
      beats(4200, 4400, { path: 'ssh' }),
      host(2000, 4400),
      qmp(2000, 4400),
    ),
    said: {
      outcome: 'inconclusive',
      because: 'ssh was silent for 2\\.0 s',
      findings: { alive: 'inconclusive', stalled: 'pass', resumes: 'pass' },
    },
  },
  'no-healthy-beats': {
    // The serial path never beat before the script: nothing tells what a silence would be.
    history: story(
      goodRun,
      well(1000, 4400).filter(fact => !(fact.kind === 'beat' && fact.path === 'serial' && fact.at < 2100)),
    ),
    said: {
      outcome: 'inconclusive',
      because: 'fewer than two beats came over serial',
      findings: { alive: 'inconclusive' },
    },
  },
}
