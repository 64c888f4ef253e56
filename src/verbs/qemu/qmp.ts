import type { Json } from '../../model/contract/observation.ts'
import { isRecord } from '../../model/contract/record.ts'
import { UsageError } from '../../model/errors.ts'
import type { TypedHost } from '../face/typed-host.ts'
import type { Verb } from '../verb.ts'

/** Arguments of a QMP command. */
export type Arguments = { readonly [name: string]: Json }

/**
 * Sends a QMP command and waits for its answer, which is ignored. An error from QEMU ends the script: the outcome is
 * `error`, with QEMU's message.
 */
export function qmp(command: string, args: Arguments = {}): Verb<'qemu'> {
  requireCommand(command, args)
  return {
    step: () => `qemu executes ${commandText(command, args)}`,
    live: ({ monitor }) => monitor.execute(command, args),
    typed: paper => paper.onHost(asked(paper.host, command, args)),
    script: script => script.asks(`lets QEMU execute ${command}`, asked(script.host, command, args)),
  }
}

/** Throws UsageError for what is no QMP command. */
export function requireCommand(command: string, args: Arguments): void {
  if (typeof command !== 'string' || !isRecord(args) || !isJson(args))
    throw new UsageError(
      'expected the name of a QMP command, and JSON for its arguments: qmp("query-block", {…})',
    )
}

/** A command with its arguments, in one line. */
export function commandText(command: string, args: Arguments): string {
  return [command, ...written(args, JSON.stringify)].join(' ')
}

/** Types do not bind a user's own case: a value that is not JSON would differ between the stages. */
function isJson(value: unknown): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return value.every(isJson)
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isJson)
}

/** Python lines that send a command, and connect to the monitor before if necessary. */
export function asked(host: TypedHost, command: string, args: Arguments = {}): string[] {
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
