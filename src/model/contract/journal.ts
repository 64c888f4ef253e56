import { inputLimits } from '../input-limits.ts'
import { accelerators, cellQemu, starts } from './result.ts'
import * as s from './schema.ts'
import { currentSchema } from './schema-version.ts'

const path = s.oneOf(['ssh', 'serial'])
const phase = s.oneOf(['boot', 'healthy', 'script', 'revive', 'end'])
const cutCause = s.oneOf(['freeze', 'exit', 'standstill', 'timeout', 'signal', 'trouble'])

const limits = s.record({
  beatEveryMs: s.count,
  silenceFloorMs: s.means(
    'A silence is a freeze beyond max(floor, factor × slowest healthy interval)',
    s.whole(inputLimits.silenceFloorMs, inputLimits.number),
  ),
  silenceFactor: s.number,
  beatsAfterStall: s.means('Beats needed on each path after the proven stall', s.count),
  standstillMs: s.means('How long nothing may move while a script waits', s.count),
  overallMs: s.number,
})

const caseFile = s.record({
  path: s.means('Absolute, with symbolic links resolved', s.text),
  sha256: s.means('Of the file as it was loaded, in hex; what it imports is not in it', s.text),
})

const stretch = { offset: s.count, length: s.count }
const segment = s.either('kind', [
  s.record({ kind: s.literal('zeros'), ...stretch }),
  s.means(
    'Lines of the counting payload (seq -w): first to last, one number each, without a gap',
    s.record({
      kind: s.literal('count'),
      ...stretch,
      width: s.whole(1, inputLimits.payloadLine),
      first: s.count,
      last: s.count,
    }),
  ),
  s.record({
    kind: s.literal('other'),
    ...stretch,
    sample: s.means('Its beginning as text with escapes, at most 4096 bytes', s.text),
    number: s.optional(
      s.means(
        'It consists of digits only, more than the sample holds: this number, padded with zeros',
        s.number,
      ),
    ),
  }),
])

function fact<Kind extends string, Fields extends Parameters<typeof s.record>[0]>(
  kind: Kind,
  fields: Fields,
) {
  return s.record({ at: s.number, kind: s.literal(kind), ...fields })
}

/** The first line of every journal: the case, the QEMU, and the limits. */
const run = fact('run', {
  schema: s.literal(currentSchema),
  tool: s.text,
  case: s.text,
  title: s.text,
  file: s.maybe('Only of a case of your own', caseFile),
  startedAt: s.text,
  qemu: cellQemu,
  machine: s.optional(s.text),
  arch: s.optional(s.text),
  kernel: s.optional(s.text),
  accel: s.oneOf(accelerators),
  variables: s.optional(
    s.means('NAME=value, set for QEMU so that a use after free shows (mallopt(3))', s.listOf(s.text)),
  ),
  start: s.oneOf(starts),
  chardev: s.text,
  frontend: s.text,
  limits,
})

/** Which QEMU of a run it is, if it is not the first. */
const another = s.whole(2, Number.MAX_SAFE_INTEGER)
/** On what was observed of a QEMU. */
const ofQemu = {
  process: s.maybe('The QEMU that it is about, if it is not the first of the run: 2, 3, …', another),
}
const job = { job: s.text }
const ended = { code: s.nullable(s.number), signal: s.nullable(s.text) }
const peer = { peer: s.text }
const transferred = {
  ...peer,
  bytes: s.means('Since the previous such line', s.whole(0, inputLimits.batchBytes)),
  total: s.count,
}

/** One line of a journal; `at` is host monotonic milliseconds since the run began. */
export const observation = s.either('kind', [
  run,
  s.means(
    'A phase of the run begins. The judges look at what lies between script and end',
    fact('phase', { phase }),
  ),
  s.means(
    'How the guest was really started; the first line only says how it was planned',
    fact('start', { start: s.oneOf(starts) }),
  ),
  s.means(
    "A sign of life: its number, and the guest's own uptime when it was sent; over ssh (virtio-net, slirp), or on a second isa-serial into a file",
    fact('beat', { path, count: s.number, guestMs: s.number }),
  ),
  fact('tick', { lateMs: s.means('How late a timer of the harness fired', s.number) }),
  s.means(
    "QEMU's threads since the previous such line (/proc/PID/task/TID/schedstat)",
    fact('cpu', {
      ...ofQemu,
      spanMs: s.amount,
      ranMs: s.amount,
      waitedMs: s.means('The longest time that one of them was ready without a CPU', s.amount),
      main: s.optional(
        s.means(
          "The main thread alone, which runs QEMU's main loop",
          s.record({ ranMs: s.amount, waitedMs: s.amount }),
        ),
      ),
      held: s.maybe('What stopped one of them from outside, at the end of that time', s.text),
    }),
  ),
  s.means(
    'QMP answered query-status',
    fact('qmp', {
      ...ofQemu,
      tookMs: s.amount,
      status: s.maybe("QEMU's run state: running, paused, …", s.text),
    }),
  ),
  fact('qmp-event', { ...ofQemu, event: s.text, data: s.json }),
  s.means(
    'A line of the script: begin and end share the number',
    fact('step', { step: s.number, edge: s.oneOf(['begin', 'end']), text: s.text }),
  ),
  s.either('event', [
    fact('job', {
      event: s.literal('started'),
      ...job,
      command: s.text,
      port: s.maybe('The name of the port that it uses, if it is not the port under test', s.text),
      background: s.maybe('It does not use the port, and runs until the guest ends', s.truth),
    }),
    fact('job', { event: s.literal('exited'), ...job, ...ended }),
    fact('job', { event: s.literal('said'), ...job, text: s.text }),
    s.means(
      'The script killed it: no exit status is wanted. The last progress is what its writer had written by then',
      fact('job', { event: s.literal('killed'), ...job }),
    ),
  ]),
  s.means('The script expects this job to exit with this status', fact('wanted', { ...job, code: s.number })),
  fact('progress', {
    ...job,
    bytes: s.means("What the writer's write calls have written", s.count),
    readBytes: s.optional(
      s.means(
        'Only of a command that reads from the port: what its read calls have read; bytes is 0 then',
        s.count,
      ),
    ),
    state: s.means('Of the process: R, S, D, …', s.text),
    waitsIn: s.means('The kernel function it sleeps in; 0 when it runs', s.text),
    guestMs: s.number,
  }),
  s.means(
    'What QEMU said to a QMP command that it must refuse; null: it executed the command',
    fact('refusal', { command: s.text, words: s.nullable(s.text) }),
  ),
  fact('peer', {
    ...peer,
    event: s.oneOf(['opened', 'reading', 'paused', 'closed', 'ended', 'failed']),
    process: s.maybe(
      'Of one that opened: of which QEMU, if it is not the first of the run: 2, 3, …',
      another,
    ),
    port: s.maybe('Of one that opened: the name of its port, if it is not the port under test', s.text),
    text: s.optional(s.text),
  }),
  s.means('Bytes that arrived at a peer', fact('read', transferred)),
  s.means(
    'Bytes that the kernel has accepted of what a peer sends',
    fact('sent', { ...transferred, of: s.count }),
  ),
  s.means(
    "QEMU's anonymous memory, the guest's RAM included (/proc/PID/status, RssAnon)",
    fact('memory', { ...ofQemu, bytes: s.count }),
  ),
  s.means(
    'A description of all bytes that a peer received',
    fact('content', {
      ...peer,
      bytes: s.count,
      sha256: s.text,
      segments: s.listOf(segment, inputLimits.segments),
      cutShort: s.means('Whether some segments are not listed', s.truth),
      afterMarker: s.maybe(
        'Describes only what arrived after the guest had started to write the marker',
        s.truth,
      ),
      log: s.maybe("Describes QEMU's own log of the chardev (logfile=), and no peer", s.truth),
      port: s.maybe('Of a log: the name of its port, if it is not the port under test', s.text),
    }),
  ),
  s.means(
    'What the guest is about to write, or the host wrote, after a standstill, to test whether anything still arrives; empty if it could not write',
    fact('marker', { by: s.oneOf(['guest', 'host']), text: s.text }),
  ),
  s.either('event', [
    fact('qemu', { event: s.literal('started'), ...ofQemu, pid: s.number }),
    s.means(
      'The guest runs in this QEMU from now on; the run begins with it in the first',
      fact('qemu', { event: s.literal('holds'), ...ofQemu }),
    ),
    s.means(
      'The script ended this QEMU, and it is gone',
      fact('qemu', { event: s.literal('killed'), ...ofQemu }),
    ),
    fact('qemu', {
      event: s.literal('exited'),
      ...ofQemu,
      ...ended,
      words: s.means('The last lines of its stderr', s.text),
      panic: s.maybe('A kernel panic found on the console', s.text),
      farewell: s.maybe('The line of the guest kernel on the console that it restarts or powers off', s.text),
    }),
  ]),
  s.means('Why the script was cut before its last line', fact('cut', { by: cutCause, why: s.text })),
  fact('evidence', { ...ofQemu, name: s.text, data: s.json }),
  fact('note', { text: s.text }),
])

export type Json = s.Json
export type Limits = s.Data<typeof limits>
export type Segment = s.Data<typeof segment>
export type BeatPath = s.Data<typeof path>

export type CutCause = s.Data<typeof cutCause>
export type RunFact = s.Data<typeof run>
/** One timestamped fact. */
export type Observation = s.Data<typeof observation>
