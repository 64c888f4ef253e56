import { accelerators, cellQemu, starts } from './result.ts'
import {
  type Data,
  either,
  type Json,
  json,
  listOf,
  literal,
  means,
  nullable,
  number,
  oneOf,
  optional,
  record,
  text,
  truth,
} from './schema.ts'
import { currentSchema } from './schema-version.ts'

const path = oneOf(['ssh', 'serial'])
const phase = oneOf(['boot', 'healthy', 'script', 'revive', 'end'])
const cutCause = oneOf(['freeze', 'exit', 'standstill', 'timeout', 'signal', 'trouble'])

const limits = record({
  beatEveryMs: number,
  silenceFloorMs: means('A silence is a freeze beyond max(floor, factor × slowest healthy interval)', number),
  silenceFactor: number,
  beatsAfterStall: means('Beats wanted on each path after the proven stall', number),
  standstillMs: means('How long nothing may move while a script waits', number),
  overallMs: number,
})

const caseFile = record({
  path: means('Absolute, and without links', text),
  sha256: means('Of the file as it was loaded, in hex; what it imports is not in it', text),
})

const stretch = { offset: number, length: number }
const segment = either('kind', [
  record({ kind: literal('zeros'), ...stretch }),
  means(
    'Lines of the counting payload (seq -w): first to last, one number each, without a gap',
    record({ kind: literal('count'), ...stretch, width: number, first: number, last: number }),
  ),
  record({
    kind: literal('other'),
    ...stretch,
    sample: means('Its beginning, as text with escapes, at most 4096 bytes', text),
  }),
])

function fact<Kind extends string, Fields extends Parameters<typeof record>[0]>(kind: Kind, fields: Fields) {
  return record({ at: number, kind: literal(kind), ...fields })
}

/** The first line of every journal: what was played, on what, within which limits. */
const run = fact('run', {
  schema: literal(currentSchema),
  tool: text,
  case: text,
  title: text,
  file: optional(means('Only of a case that is none of ours', caseFile)),
  startedAt: text,
  qemu: cellQemu,
  machine: optional(text),
  arch: optional(text),
  kernel: optional(text),
  accel: oneOf(accelerators),
  start: oneOf(starts),
  chardev: text,
  frontend: text,
  limits,
})

const job = { job: text }
const ended = { code: nullable(number), signal: nullable(text) }
const peer = { peer: text }
const transferred = { ...peer, bytes: means('Since the last such line', number), total: number }

/** One line of a journal; `at` is host monotonic milliseconds since the run began. */
export const observation = either('kind', [
  run,
  means('Where a run stands. The judges look at what lies between script and end', fact('phase', { phase })),
  means(
    'How the guest that the script is played on was started, whatever the first line had in mind',
    fact('start', { start: oneOf(starts) }),
  ),
  means(
    "A sign of life: its number, and the guest's own uptime when it was sent; over ssh (virtio-net, slirp), or on a second isa-serial into a file",
    fact('beat', { path, count: number, guestMs: number }),
  ),
  fact('tick', { lateMs: means("How much later than planned the host's own tick came", number) }),
  means(
    "QEMU's threads since the last such line (/proc/PID/task/TID/schedstat)",
    fact('cpu', {
      spanMs: number,
      ranMs: number,
      waitedMs: means('The longest that any one of them stood ready without a CPU', number),
    }),
  ),
  means('QMP answered a ping', fact('qmp', { tookMs: number })),
  fact('qmp-event', { event: text, data: json }),
  means(
    'A line of the script: begin and end share the number',
    fact('step', { step: number, edge: oneOf(['begin', 'end']), text }),
  ),
  either('event', [
    fact('job', {
      event: literal('started'),
      ...job,
      command: text,
      background: optional(means('It has nothing to do with the port, and runs until the guest ends', truth)),
    }),
    fact('job', { event: literal('exited'), ...job, ...ended }),
    fact('job', { event: literal('said'), ...job, text }),
  ]),
  means('The script wanted this job to end with this status', fact('wanted', { ...job, code: number })),
  fact('progress', {
    ...job,
    bytes: means("What the writer's write calls got rid of", number),
    state: means('Of the process: R, S, D, …', text),
    waitsIn: means('The kernel function it sleeps in; 0 when it runs', text),
    guestMs: number,
  }),
  fact('peer', {
    ...peer,
    event: oneOf(['opened', 'reading', 'paused', 'closed', 'ended', 'failed']),
    text: optional(text),
  }),
  means('Bytes that arrived at a peer', fact('read', transferred)),
  means('Bytes that the kernel has taken of what a peer sends', fact('sent', { ...transferred, of: number })),
  means(
    "QEMU's memory that no file backs, the guest's own in it (/proc/PID/status, RssAnon)",
    fact('memory', { bytes: number }),
  ),
  means(
    'What all the bytes that a peer received look like',
    fact('content', {
      ...peer,
      bytes: number,
      sha256: text,
      segments: listOf(segment),
      cutShort: means('Whether there were more segments than are listed', truth),
    }),
  ),
  either('event', [
    fact('qemu', { event: literal('started'), pid: number }),
    fact('qemu', {
      event: literal('exited'),
      ...ended,
      words: means('The end of its stderr', text),
      panic: optional(means('A kernel panic found on the console', text)),
    }),
  ]),
  means('What ended a script before its last line', fact('cut', { by: cutCause, why: text })),
  fact('evidence', { name: text, data: json }),
  fact('note', { text }),
])

export type { Json }
export type Limits = Data<typeof limits>
export type Segment = Data<typeof segment>
export type BeatPath = Data<typeof path>

export type CutCause = Data<typeof cutCause>
export type RunFact = Data<typeof run>
/** One timestamped fact. */
export type Observation = Data<typeof observation>
