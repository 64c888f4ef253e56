import type { Json } from '../../model/contract/observation.ts'
import { isRecord } from '../../model/contract/record.ts'
import { UsageError } from '../../model/errors.ts'
import type { TypedHost } from '../face/typed-host.ts'
import type { Verb } from '../verb.ts'

type Arguments = { readonly [name: string]: Json }

/**
 * Sends a QMP command and waits for its answer, which is ignored. An error from QEMU ends the script: the outcome is
 * `error`, with QEMU's message.
 */
export function qmp(command: string, args: Arguments = {}): Verb<'qemu'> {
  if (typeof command !== 'string' || !isRecord(args) || !isJson(args))
    throw new UsageError(
      'expected the name of a QMP command, and JSON for its arguments: qmp("query-block", {…})',
    )
  return {
    step: () => `qemu executes ${[command, ...written(args, JSON.stringify)].join(' ')}`,
    live: ({ monitor }) => monitor.execute(command, args),
    typed: paper => paper.onHost(asked(paper.host, command, args)),
    script: script => script.asks(`lets QEMU execute ${command}`, asked(script.host, command, args)),
  }
}

/** Types do not bind a user's own case: a value that is not JSON would differ between the stages. */
function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return value.every(isJson)
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson)
}

function asked(host: TypedHost, command: string, args: Arguments): string[] {
  // Some argument names (command-line) are no Python identifiers.
  const given = written(args, value => `**${python(value)}`)
  return [...host.conversation(), `>>> ask(${[JSON.stringify(command), ...given].join(', ')})`]
}

/** Empty without arguments. */
function written(args: Arguments, write: (args: Arguments) => string): string[] {
  return Object.keys(args).length === 0 ? [] : [write(args)]
}

/** A value as a Python literal. */
function python(value: Json): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${python(member)}`)
  return `{${members.join(', ')}}`
}
