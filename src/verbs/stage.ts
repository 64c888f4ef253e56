import type { Frontend } from '../model/case/frontend.ts'
import { chardevId, deviceId } from '../model/case/ids.ts'
import { verbs } from './table.ts'
import type { AnyVerb, Owner } from './verb.ts'

type Verbs = typeof verbs

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
  /** The pause in place of the wiki page's `sleep 1`, in seconds: shorter unless the run is `--as-documented`. */
  readonly pause: string
}

/** Calls one face of a verb. Returns the peer or job that it makes. */
type Show = (verb: AnyVerb, of: unknown) => unknown

/** The stage on which `show` plays every verb. */
export function stageOf({ port }: Frontend, pause: string, show: Show): Stage {
  const qemu = { ...handle('qemu', undefined, show), chardev: chardevId, device: deviceId }
  return { host: handle('host', undefined, show), guest: handle('guest', undefined, show), qemu, port, pause }
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
