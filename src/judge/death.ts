import { constants } from 'node:os'
import { type FactOf, type History, type Json, ofKind } from '../model/contract/observation.ts'
import { quoted } from './quoted.ts'
import { phaseMs } from './window.ts'

/** QEMU's end during the run; `doubt`: why it may not be QEMU's own. */
export interface Death {
  readonly why: string
  readonly doubt: string | null
}

/** How it ends itself then: QEMU calls abort() or exit(1), GLib's g_error (of g_malloc, too) runs into a breakpoint. */
export const signalsOfShortage = ['SIGABRT', 'SIGTRAP'] as const

type Exited = Extract<FactOf<'qemu'>, { event: 'exited' }>

/** Signals that a process causes itself; neither this harness nor Ctrl-C sends them. */
export const ownFaults = ['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGSYS', 'SIGTRAP'] as const

/** What QEMU prints before it exits with status 0 on SIGINT, SIGHUP or SIGTERM (softmmu/runstate.c, 7.2). */
export const wordsOfSignal = 'terminating on signal'

/** What QEMU or GLib prints about a shortage on the host before it aborts; for JavaScript and grep -E. */
export const wordsOfShortage =
  'Resource temporarily unavailable|Cannot allocate memory|failed to allocate|Too many open files|No space left on device'

/**
 * QEMU's end before phase `end`, if it ended. A kernel panic and a fault's signal are QEMU's own whatever else. Another
 * signal may come from anywhere (the kernel's OOM killer, a user), the guest or a user may have requested an orderly
 * end; and an end in a run that was cut by an interrupt (Ctrl-C reaches QEMU too), by the time limit or by a harness
 * error may come from the clean-up.
 */
export function findDeath(history: History): Death | null {
  const exit = ofKind(history, 'qemu').find((fact): fact is Exited => fact.event === 'exited')
  if (exit === undefined || exit.at > (phaseMs(history, 'end') ?? exit.at)) return null
  return { why: sentence(exit), doubt: doubtOf(history, exit) }
}

function doubtOf(history: History, exit: Exited): string | null {
  const { words, panic, farewell } = exit
  if (panic !== undefined) return null
  const signal = signalOf(exit)
  const endsItself = signal === null || signalsOfShortage.some(own => own === signal)
  const shortage = endsItself ? new RegExp(wordsOfShortage).exec(words)?.[0] : undefined
  if (shortage !== undefined) return `the host was short of resources: ${quoted(shortage)}`
  if (ownFaults.some(fault => fault === signal)) return null
  const cut = ofKind(history, 'cut').find(({ by }) => by === 'signal' || by === 'timeout' || by === 'trouble')
  if (cut !== undefined) return 'the run was already being stopped'
  if (signal !== null || words.includes(wordsOfSignal)) return 'that signal came from outside'
  if (farewell !== undefined) return `the guest itself requested it: ${quoted(farewell)}`
  return whoAsked(ofKind(history, 'qmp-event').findLast(({ event }) => event === 'SHUTDOWN'))
}

/** The signal that ended QEMU; behind a shell script that did not `exec` it the status tells it, 137 for SIGKILL. */
function signalOf({ code, signal }: Exited): string | null {
  const told = Object.entries(constants.signals).find(([, number]) => code === 128 + number)
  return signal ?? told?.[0] ?? null
}

/**
 * Who requested QEMU's shutdown: its event SHUTDOWN says whether it was the guest from 2.10 on (cf83f14005,
 * 08fba7ac9b), and how from 4.0 on (ecd7a0d5bb). Null: nobody, it exited by itself.
 */
function whoAsked(shutdown: FactOf<'qmp-event'> | undefined): string | null {
  if (shutdown === undefined) return null
  const { guest, reason } = (shutdown.data ?? {}) as { readonly guest?: Json; readonly reason?: Json }
  if (guest === undefined) return 'this QEMU does not say who requested its shutdown'
  if (reason === 'guest-panic' || reason === 'host-error') return null
  const how = typeof reason === 'string' ? ` (${reason})` : ''
  return guest === true
    ? `the guest itself requested it${how}`
    : `its shutdown was requested from outside${how}`
}

function sentence({ code, signal, words, panic }: Exited): string {
  const how = signal === null ? `with status ${code ?? 'unknown'}` : `by ${signal}`
  const said = words.trim() === '' ? 'it printed nothing' : `its last output: ${quoted(words)}`
  if (panic !== undefined) return `the guest's kernel panicked: ${quoted(panic)}; QEMU ended ${how}`
  return `QEMU ended ${how} during the run; ${said}`
}
