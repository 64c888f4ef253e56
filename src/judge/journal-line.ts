import type { Fact, Observation } from '../model/observation.ts'

type Check = (value: unknown) => boolean
type Shape = { readonly [field: string]: Check }

const number: Check = value => typeof value === 'number' && Number.isFinite(value)
const string: Check = value => typeof value === 'string'
const boolean: Check = value => typeof value === 'boolean'
const anything: Check = value => value !== undefined
const orNull =
  (check: Check): Check =>
  value =>
    value === null || check(value)
const optional =
  (check: Check): Check =>
  value =>
    value === undefined || check(value)
const oneOf =
  (...values: readonly string[]): Check =>
  value =>
    typeof value === 'string' && values.includes(value)
const record =
  (shape: Shape): Check =>
  value =>
    isRecord(value) && fits(value, shape)
/** A different shape for each value of one field. */
const either =
  (field: string, shapes: { readonly [value: string]: Shape }): Check =>
  value => {
    if (!isRecord(value)) return false
    const key = value[field]
    const shape = typeof key === 'string' && Object.hasOwn(shapes, key) ? shapes[key] : undefined
    return shape !== undefined && fits(value, shape)
  }

const stretch = { offset: number, length: number }
const segment = either('kind', {
  zeros: stretch,
  count: { ...stretch, width: number, first: number, last: number },
  other: { ...stretch, sample: string },
})
const limits = record({
  beatEveryMs: number,
  silenceFloorMs: number,
  silenceFactor: number,
  beatsAfterStall: number,
  standstillMs: number,
  overallMs: number,
})

/** What each kind of line must hold. Typed by kind, so that a kind that is added to the model is added here. */
const shapes: { readonly [Kind in Fact['kind']]: Check } = {
  run: record({
    schema: number,
    case: string,
    file: optional(record({ path: string, sha256: string })),
    qemu: record({ label: string, path: string, version: string }),
    limits,
  }),
  phase: record({ phase: oneOf('boot', 'healthy', 'script', 'revive', 'end') }),
  start: record({ start: oneOf('cold', 'warm') }),
  beat: record({ path: oneOf('ssh', 'serial'), count: number, guestMs: number }),
  tick: record({ lateMs: number }),
  cpu: record({ spanMs: number, ranMs: number, waitedMs: number }),
  qmp: record({ tookMs: number }),
  'qmp-event': record({ event: string }),
  step: record({ step: number, edge: oneOf('begin', 'end'), text: string }),
  job: either('event', {
    started: { job: string, command: string, background: optional(boolean) },
    exited: { job: string, code: orNull(number), signal: orNull(string) },
    said: { job: string, text: string },
  }),
  wanted: record({ job: string, code: number }),
  progress: record({ job: string, bytes: number, state: string, waitsIn: string, guestMs: number }),
  peer: record({
    peer: string,
    event: oneOf('opened', 'reading', 'paused', 'closed', 'ended', 'failed'),
    text: optional(string),
  }),
  read: record({ peer: string, bytes: number, total: number }),
  sent: record({ peer: string, bytes: number, total: number, of: number }),
  memory: record({ bytes: number }),
  content: record({
    peer: string,
    bytes: number,
    sha256: string,
    segments: value => Array.isArray(value) && value.every(segment),
    cutShort: boolean,
  }),
  qemu: either('event', {
    started: { pid: number },
    exited: { code: orNull(number), signal: orNull(string), words: string, panic: optional(string) },
  }),
  cut: record({
    by: oneOf('freeze', 'exit', 'standstill', 'timeout', 'signal', 'trouble'),
    why: string,
  }),
  evidence: record({ name: string, data: anything }),
  note: record({ text: string }),
}

/** Whether a value that was read from a journal holds all that the judges go by. */
export function isObservation(value: unknown): value is Observation {
  if (!isRecord(value) || !number(value['at'])) return false
  const kind = value['kind']
  return isKind(kind) && shapes[kind](value)
}

function isKind(kind: unknown): kind is Fact['kind'] {
  return typeof kind === 'string' && Object.hasOwn(shapes, kind)
}

function fits(value: { readonly [key: string]: unknown }, shape: Shape): boolean {
  return Object.entries(shape).every(([field, check]) => check(value[field]))
}

function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
