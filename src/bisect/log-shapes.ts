import {
  type Check,
  isObject,
  listOf,
  number,
  oneOf,
  optional,
  orNull,
  record,
  text,
  truth,
} from '../model/shape.ts'
import { outcomes, symptoms } from '../model/verdict.ts'

const hunt = oneOf('first-bad', 'first-good')
const to = oneOf('ends', 'turn', 'check')
const symptom = oneOf(...symptoms)

const origins: Readonly<Record<string, Check>> = {
  git: record({
    ...{ repo: text, before: text, after: text, firstParent: truth },
    ...{ build: text, binary: text, buildLimitMs: number },
  }),
  list: record({ qemus: listOf(record({ label: text, path: text, version: text })) }),
}

const run = record({
  ...{ accel: oneOf('auto', 'kvm', 'tcg'), timeout: text, cacheSize: text },
  ...{ memory: optional(text), kernel: optional(text), initrd: optional(text), image: optional(text) },
})

const events: Readonly<Record<string, Check>> = {
  order: record({
    ...{ case: text, bound: number, mostRuns: number, notes: listOf(text), run },
    ...{ origin: byKind(origins), hunt: orNull(hunt), symptom: orNull(symptom) },
  }),
  built: record({ id: text, seconds: number, cached: truth }),
  unfit: record({ id: text, to, seconds: number, why: text, tail: optional(text) }),
  ran: record({
    ...{ id: text, to, outcome: oneOf(...outcomes), symptom: optional(symptom), because: text },
    ...{ seconds: number, dir: optional(text) },
    findings: listOf(record({ name: text, outcome: oneOf(...outcomes), because: text })),
  }),
  resumed: record({}),
  settled: record({ hunt, symptom }),
}

/** What is wrong with a line of a log, which somebody may have edited, in one clause; null: nothing. */
export const logLineCheck: Check = byKind(events)

function byKind(kinds: Readonly<Record<string, Check>>): Check {
  const kind = record({ kind: oneOf(...Object.keys(kinds)) })
  return (value, at) =>
    kind(value, at) ?? kinds[isObject(value) ? String(value['kind']) : '']?.(value, at) ?? null
}
