import type { CaseDefinition } from '../model/case/case.ts'
import { chardevId, deviceId } from '../model/case/ids.ts'
import { portsOf } from '../model/case/ports.ts'
import { UsageError } from '../model/errors.ts'
import { verbs } from './table.ts'
import type { AnyVerb, Owner } from './verb.ts'

type Verbs = typeof verbs
type Wired = Pick<CaseDefinition, 'chardev' | 'frontend' | 'ports'>

/** The verbs of one owner; each returns a promise. */
type Handle<Of extends Owner> = {
  readonly [Name in keyof Verbs[Of]]: Verbs[Of][Name] extends (...args: infer Given) => infer Told
    ? (...args: Given) => Played<Told>
    : never
}
type Played<Told> = Told extends { readonly makes: infer Made extends Owner }
  ? Promise<Handle<Made>>
  : Promise<void>

/** What a case's script acts on. */
export interface Stage {
  /** The program at the other end of the chardev. */
  readonly host: Handle<'host'>
  /** The booted machine. Commands are shell text. */
  readonly guest: Handle<'guest'>
  /** QEMU itself, and the ids on its command line. */
  readonly qemu: Handle<'qemu'> & { readonly chardev: string; readonly device: string }
  /** What the guest writes to. */
  readonly port: string
  /** A further port of the case, with its ids. Throws UsageError for a name that the case does not have. */
  beside(name: string): Beside
  /** The pause in place of the wiki page's `sleep 1`, in seconds: shorter unless the run is `--as-documented`. */
  readonly pause: string
}

/** A further port of the case: its host, what the guest writes to, and the ids on QEMU's command line. */
export interface Beside extends Pick<Stage, 'host' | 'port'> {
  readonly chardev: string
  readonly device: string
}

/** Calls one face of a verb. Returns the peer or job that it makes. */
type Show = (verb: AnyVerb, of: unknown) => unknown

/** The stage on which `show` plays every verb. */
export function stageOf(played: Wired, pause: string, show: Show): Stage {
  const qemu = { ...handle('qemu', undefined, show), chardev: chardevId, device: deviceId }
  const ports = portsOf(played).map(
    ({ name, frontend, ...ids }) =>
      [
        name,
        {
          host: handle('host', name, show),
          port: frontend.port,
          chardev: ids.chardevId,
          device: ids.deviceId,
        },
      ] as const,
  )
  const beside = (name: string) => {
    const port = ports.find(([own]) => own === name && own !== '')?.[1]
    const names = ports.flatMap(([own]) => (own === '' ? [] : [own])).join(', ') || 'it has none'
    if (port === undefined)
      throw new UsageError(`expected a further port of the case (${names}), got '${name}'`)
    return port
  }
  const host = handle('host', '', show)
  return { host, guest: handle('guest', undefined, show), qemu, port: played.frontend.port, beside, pause }
}

function handle<Of extends Owner>(owner: Of, of: unknown, show: Show): Handle<Of> {
  const own: { readonly [name: string]: (...args: never[]) => AnyVerb } = verbs[owner]
  const shown = Object.entries(own).map(([name, verb]) => [
    name,
    (...args: never[]) => played(verb(...args), of, show),
  ])
  return Object.fromEntries(shown) as Handle<Of>
}

function played(verb: AnyVerb, of: unknown, show: Show): Promise<unknown> {
  const made = Promise.resolve(show(verb, of)).then(made =>
    verb.makes === undefined ? undefined : handle(verb.makes, made, show),
  )
  // A script that forgets to await it must not end the process: the journal shows a step without end.
  made.catch(() => undefined)
  return made
}
