import type { History, Observation } from '../model/observation.ts'
import {
  at,
  beats,
  begin,
  content,
  cut,
  died,
  end,
  exited,
  host,
  lines,
  other,
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
} from './history.fixture.ts'

/** What is to be said of a golden journal; findings by name, where they matter. */
export interface Said {
  readonly outcome: string
  readonly symptom?: string
  readonly expected: boolean
  /** A pattern for the sentence. */
  readonly because: string
  readonly findings: { readonly [name: string]: string }
}

interface Golden {
  readonly history: History
  readonly said: Said
}

/** Bytes that the stories' writer sends in all, and those that fit before it blocks. */
const all = 1_048_576
const fits = 720_896

const wanted = (ms: number): Observation => at(ms, { kind: 'wanted', job: 'job1', code: 0 })

/** The writer blocks at 2.3 s; the proof is complete at 2.8 s. */
const blocked = [peer(2100, 'opened'), started(2200), samples(2300, 3600, fits)].flat()
/** The host reads from 3.6 s on, and the writer ends. */
const drained = [
  peer(3600, 'reading'),
  samples(3650, 3800, 900_000),
  read(3700, fits),
  read(3900, all - fits, all),
  exited(3900),
  wanted(3950),
].flat()
const goodEnd = [content(4400, [zeroBytes(all)]), end(4400)]
const goodRun = [begin(), blocked, drained, goodEnd]

/** The guest's last beat is at 3.0 s, in the midst of its writing; the run is cut at 4.8 s and the host reads at 6.0 s. */
const frozenStart = [
  peer(2100, 'opened'),
  started(2200),
  samples(2300, 3000, 300_000, { state: 'R', waitsIn: '0' }).slice(0, 4),
].flat()
const readsAtLast = [revive(6000), peer(6001, 'reading'), read(6020, 278)]
const looks = {
  cut: cut(4800, 'freeze'),
  threads: threads(5900, { state: 'S', syscall: 'clock_nanosleep', cpuPercent: 6 }),
}

function counted(
  said: Said,
  segments: Parameters<typeof content>[1],
  stop: readonly Observation[] = [],
): Golden {
  const run = { case: 'counting' }
  return {
    history: story(begin(run), well(1000, 4400), blocked, drained, stop, content(4400, segments), end(4400)),
    said,
  }
}

const loss = (because: string): Said => ({
  outcome: 'fail',
  symptom: 'loss',
  expected: false,
  because,
  findings: { alive: 'pass', intact: 'fail' },
})

/** Golden journals by name: what happened, and what is to be said of it. */
export const golden: { readonly [name: string]: Golden } = {
  pass: {
    history: story(goodRun, well(1000, 4400)),
    said: {
      outcome: 'pass',
      expected: true,
      because: 'both beat paths went on after the writer was blocked',
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
        'stopped 1\\.\\d s into the script.*QMP was silent.*revived \\d+ ms after the host read.*vCPU 0 in clock_nanosleep',
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
  'freeze-stopped': {
    // SIGSTOP: nothing wakes it, and the host ticks on time.
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
      outcome: 'fail',
      symptom: 'freeze',
      expected: false,
      because: 'it never came back.*vCPU 0 in a stop by a signal',
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
      because: 'revived 59 ms after the host read',
      findings: { alive: 'fail', stalled: 'pass' },
    },
  },
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
      expected: true,
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
      expected: true,
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
      because: 'both beat paths went on',
      findings: { alive: 'pass', stalled: 'pass', resumes: 'pass', intact: 'pass' },
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
      expected: true,
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
      expected: true,
      because: 'fewer than two beats came over serial',
      findings: { alive: 'inconclusive' },
    },
  },
  'boot-frozen': {
    history: story(
      begin().slice(0, 2),
      at(60_000, { kind: 'cut', by: 'trouble', why: 'the guest did not come up' }),
    ),
    said: {
      outcome: 'error',
      expected: false,
      because: 'the guest did not come up',
      findings: { alive: 'inconclusive', played: 'inconclusive' },
    },
  },
  'crash-killed': {
    history: story(
      begin(),
      blocked.filter(({ at }) => at < 3050),
      well(1000, 3050),
      died(3100, { signal: 'SIGKILL' }),
      cut(3101, 'exit'),
      content(3200, [zeroBytes(0)]),
      end(3200),
    ),
    said: {
      outcome: 'fail',
      symptom: 'crash',
      expected: false,
      because: 'by SIGKILL',
      findings: { alive: 'fail', resumes: 'inconclusive', intact: 'inconclusive' },
    },
  },
  'crash-panic': {
    history: story(
      begin(),
      frozenStart,
      well(1000, 2800),
      died(3100, { panic: 'Kernel panic - not syncing: sysrq' }),
      cut(3101, 'exit'),
      end(3200),
    ),
    said: {
      outcome: 'fail',
      symptom: 'crash',
      expected: false,
      because: "kernel died: 'Kernel panic",
      findings: { alive: 'fail' },
    },
  },
  interrupted: {
    // Ctrl-C reaches QEMU too: its end is no crash.
    history: story(begin(), blocked, well(1000, 3600), died(3601), cut(3602, 'signal'), end(3700)),
    said: {
      outcome: 'inconclusive',
      expected: true,
      because: 'signal',
      findings: { alive: 'inconclusive', stalled: 'pass' },
    },
  },
  'short-writer': {
    history: story(
      begin(),
      well(1000, 3500),
      peer(2100, 'opened'),
      started(2200),
      samples(2210, 2220, 4096, { state: 'R', waitsIn: '0' }),
      exited(2250),
      peer(2300, 'reading'),
      read(2310, 4096),
      content(3500, [zeroBytes(4096)]),
      end(3500),
    ),
    said: {
      outcome: 'inconclusive',
      expected: true,
      because: 'fit into the buffers on the way',
      findings: { alive: 'pass', stalled: 'inconclusive', resumes: 'inconclusive', intact: 'inconclusive' },
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
      because: 'did not go on within 4.4 s',
      findings: { alive: 'pass', stalled: 'pass', resumes: 'fail', intact: 'inconclusive' },
    },
  },
  'swallowed-end': {
    history: story(
      begin(),
      blocked,
      well(1000, 8600),
      samples(3650, 3800, all),
      peer(3600, 'reading'),
      read(3700, 900_000),
      exited(3900),
      cut(8000, 'standstill'),
      content(8600, [zeroBytes(900_000)]),
      end(8600),
    ),
    said: {
      outcome: 'fail',
      symptom: 'loss',
      expected: false,
      because: 'last 148576 of 1048576 bytes are missing at offset 900000',
      findings: { alive: 'pass', resumes: 'pass', intact: 'fail' },
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
    said: loss("10 bytes of something else at offset 1000: '"),
  },
  'counting-pass': counted(
    { outcome: 'pass', expected: true, because: 'both beat paths', findings: { intact: 'pass' } },
    [lines(0, 1, 1000, 5)],
  ),
  'counting-lost': counted(loss('lines 101 to 400 missing at offset 500 \\(1500 bytes\\)'), [
    lines(0, 1, 100, 5),
    lines(500, 401, 1000, 5),
  ]),
  'counting-doubled': counted(loss('lines 51 to 100 came again at offset 500'), [
    lines(0, 1, 100, 5),
    lines(500, 51, 1000, 5),
  ]),
  'counting-reordered': counted(
    loss('lines 101 to 200 overtaken at offset 500.*lines 101 to 200 came out of order'),
    [lines(0, 1, 100, 5), lines(500, 201, 1000, 5), lines(4500, 101, 200, 5)],
  ),
  'counting-foreign': counted(loss("at offset 500: 'ZZZZ'"), [
    lines(0, 1, 100, 5),
    other(500, 'ZZZZ'),
    lines(504, 101, 1000, 5),
  ]),
  'counting-unread': counted(
    { outcome: 'inconclusive', expected: true, because: 'timeout', findings: { intact: 'inconclusive' } },
    [lines(0, 1, 100, 5), other(500, '010')],
    [cut(4300, 'timeout')],
  ),
  'passed-though-documented': {
    history: story(begin({ version: '1.4.0' }), blocked, drained, goodEnd, well(1000, 4400)),
    said: {
      outcome: 'pass',
      expected: false,
      because: '^documented: freeze \\(no flow control\\); it passed',
      findings: { alive: 'pass' },
    },
  },
  'wrong-exit': {
    history: story(
      begin(),
      blocked,
      drained.filter(({ kind }) => kind !== 'job'),
      exited(3900, 1),
      goodEnd,
      well(1000, 4400),
    ),
    said: {
      outcome: 'fail',
      expected: false,
      because: 'job1 ended with status 1',
      findings: { exits: 'fail', alive: 'pass' },
    },
  },
}
