import type {
  BeatPath,
  Fact,
  History,
  Limits,
  Observation,
  Segment,
} from '../../model/contract/observation.ts'

/** Limits as real runs have them, with a shorter standstill to keep the journals small. */
export const limits: Limits = {
  beatEveryMs: 100,
  silenceFloorMs: 1500,
  silenceFactor: 10,
  beatsAfterStall: 5,
  standstillMs: 4000,
  overallMs: 120_000,
}

/** When the guest of these stories booted, on the journal's clock. */
const bootMs = -3000
/** When the script begins in these stories. */
export const scriptMs = 2000

/** A fact, or several. */
export type Part = Observation | readonly Part[]

/** One fact at a moment. */
export function at(ms: number, fact: Fact): Observation {
  return { at: ms, ...fact }
}

/** A journal from its parts, in the order of time. */
export function story(...parts: readonly Part[]): History {
  const flat = (part: Part): Observation[] => ('kind' in part ? [part] : part.flatMap(flat))
  return parts.flatMap(flat).toSorted((a, b) => a.at - b.at)
}

/** The beginning of a run: boot, a healthy second, the script from 2000 ms on. */
export function begin(run: { case?: string; version?: string; script?: number } = {}): Observation[] {
  return [
    at(0, {
      kind: 'run',
      schema: 2,
      tool: 'chardev-fc 0.2.0',
      case: run.case ?? 'unix-server',
      title: 'a golden story',
      startedAt: '2026-01-01T00:00:00.000Z',
      qemu: { label: 'golden', path: '/usr/bin/qemu-system-x86_64', version: run.version ?? '7.2.22' },
      accel: 'tcg',
      start: 'cold',
      chardev: 'unix server',
      frontend: 'virtserialport',
      limits,
    }),
    at(0, { kind: 'phase', phase: 'boot' }),
    at(1000, { kind: 'phase', phase: 'healthy' }),
    at(run.script ?? scriptMs, { kind: 'phase', phase: 'script' }),
  ]
}

/** Beats every 100 ms, as the guest sent them; `seenMs`: when they all arrived, if not at once. */
export function beats(
  fromMs: number,
  toMs: number,
  how: { path?: BeatPath; seenMs?: number } = {},
): Observation[] {
  const paths: readonly BeatPath[] = how.path ? [how.path] : ['ssh', 'serial']
  return paths.flatMap((path, index) =>
    moments(fromMs + 37 * index, toMs, 100).map(ms =>
      at(how.seenMs ?? ms, { kind: 'beat', path, count: Math.floor(ms / 100), guestMs: ms - bootMs }),
    ),
  )
}

/** The host's ticks and QEMU's waits; `waitedMs` of each 100 ms. */
export function host(fromMs: number, toMs: number, waitedMs = 0): Observation[] {
  return moments(fromMs + 100, toMs, 100).flatMap(ms => [
    at(ms, { kind: 'tick', lateMs: 1 }),
    at(ms, { kind: 'cpu', spanMs: 100, ranMs: 9, waitedMs }),
  ])
}

/** QMP's answers. */
export function qmp(fromMs: number, toMs: number): Observation[] {
  return moments(fromMs + 250, toMs, 250).map(ms => at(ms, { kind: 'qmp', tookMs: 2 }))
}

/** Beats, ticks and QMP of a run in which all is well. */
export function well(fromMs: number, toMs: number): Observation[] {
  return [
    ...beats(fromMs, toMs),
    ...host(Math.max(fromMs, scriptMs), toMs),
    ...qmp(Math.max(fromMs, scriptMs), toMs),
  ]
}

/** Samples of the writer, every 100 ms; blocked unless told otherwise. */
export function samples(
  fromMs: number,
  toMs: number,
  bytes: number,
  how: { state?: string; waitsIn?: string } = {},
): Observation[] {
  const { state = 'S', waitsIn = 'wait_port_writable' } = how
  return moments(fromMs, toMs, 100).map(ms =>
    at(ms, { kind: 'progress', job: 'job1', bytes, state, waitsIn, guestMs: ms - bootMs }),
  )
}

export function started(ms: number): Observation {
  return at(ms, { kind: 'job', job: 'job1', event: 'started', command: 'dd if=/dev/zero of=/dev/vport0p2' })
}

/** A loop in the background that says a line every so many ms, as `job9`. */
export function loop(fromMs: number, toMs: number, everyMs = 50): Observation[] {
  return [
    at(fromMs, {
      kind: 'job',
      job: 'job9',
      event: 'started',
      command: 'while :; do date; done',
      background: true,
    }),
    ...said(fromMs + everyMs, toMs, everyMs),
  ]
}

/** Lines of that loop. */
export function said(fromMs: number, toMs: number, everyMs = 50): Observation[] {
  return moments(fromMs, toMs, everyMs).map(ms =>
    at(ms, { kind: 'job', job: 'job9', event: 'said', text: 'now' }),
  )
}

export function exited(ms: number, code: number | null = 0, signal: string | null = null): Observation {
  return at(ms, { kind: 'job', job: 'job1', event: 'exited', code, signal })
}

export function peer(
  ms: number,
  event: 'opened' | 'reading' | 'paused' | 'closed' | 'ended',
  name = 'peer1',
): Observation {
  return at(ms, { kind: 'peer', peer: name, event })
}

export function read(ms: number, bytes: number, total = bytes): Observation {
  return at(ms, { kind: 'read', peer: 'peer1', bytes, total })
}

export function content(ms: number, segments: readonly Segment[], name = 'peer1'): Observation {
  const bytes = segments.reduce((sum, { length }) => sum + length, 0)
  return at(ms, { kind: 'content', peer: name, bytes, sha256: 'not looked at', segments, cutShort: false })
}

/** Lines of the counting payload; `width` counts the newline, as the run writes it. */
export function lines(offset: number, first: number, last: number, width: number): Segment {
  return { kind: 'count', offset, length: (last - first + 1) * width, width, first, last }
}

export function zeroBytes(length: number, offset = 0): Segment {
  return { kind: 'zeros', offset, length }
}

export function other(offset: number, sample: string, length = sample.length): Segment {
  return { kind: 'other', offset, length, sample }
}

export function cut(
  ms: number,
  by: 'freeze' | 'exit' | 'standstill' | 'timeout' | 'signal' | 'trouble',
): Observation {
  return at(ms, { kind: 'cut', by, why: `the story cuts it by ${by}` })
}

export function revive(ms: number): Observation {
  return at(ms, { kind: 'phase', phase: 'revive' })
}

export function end(ms: number): Observation {
  return at(ms, { kind: 'phase', phase: 'end' })
}

export function died(
  ms: number,
  how: { code?: number; signal?: string; words?: string; panic?: string } = {},
): Observation {
  const { code = 0, signal, words = '', panic } = how
  const status = { code: signal === undefined ? code : null, signal: signal ?? null }
  return at(ms, {
    kind: 'qemu',
    event: 'exited',
    ...status,
    words,
    ...(panic === undefined ? {} : { panic }),
  })
}

/** Evidence of one vCPU thread and the main loop waiting for it. */
export function threads(
  ms: number,
  vcpu: { state: string; syscall?: string; cpuPercent: number },
): Observation {
  const { state, syscall, cpuPercent } = vcpu
  const call = syscall === undefined ? {} : { syscall: { number: 0, name: syscall } }
  const all = [
    {
      tid: 1,
      role: 'main',
      name: 'qemu-system-x86',
      state: 'S',
      syscall: { number: 202, name: 'futex' },
      cpuPercent: 0,
    },
    { tid: 2, role: 'vcpu', name: 'CPU 0/TCG', state, ...call, cpuPercent },
  ]
  return at(ms, { kind: 'evidence', name: 'threads', data: { threads: all } })
}

function moments(fromMs: number, toMs: number, everyMs: number): number[] {
  const count = Math.max(0, Math.ceil((toMs - fromMs) / everyMs))
  return Array.from({ length: count }, (_, index) => fromMs + index * everyMs)
}
