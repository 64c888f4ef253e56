import { type FactOf, type History, ofKind } from '../model/observation.ts'
import { quoted } from './quoted.ts'

/** QEMU's end during the run: by itself, or possibly at our own or the person's hand. */
export interface Death {
  readonly certain: boolean
  readonly why: string
}

type Exited = Extract<FactOf<'qemu'>, { event: 'exited' }>

/** Signals that a process brings upon itself; neither this harness nor a person's Ctrl-C sends them. */
const ownFaults = ['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGSYS', 'SIGTRAP']

/**
 * QEMU's end before phase `end`, if it ended. It is not certain to be a crash when the run was cut by an
 * interrupt (Ctrl-C reaches QEMU too), by the overall limit or by our own trouble: the clean-up may have ended
 * it. A kernel panic and a fault's signal are certain whatever the cut.
 */
export function findDeath(history: History): Death | null {
  const end = ofKind(history, 'phase').find(({ phase }) => phase === 'end')?.at ?? Number.POSITIVE_INFINITY
  const exit = ofKind(history, 'qemu').find((fact): fact is Exited => fact.event === 'exited')
  if (exit === undefined || exit.at > end) return null
  const cut = ofKind(history, 'cut').find(({ by }) => by === 'signal' || by === 'timeout' || by === 'trouble')
  const fault = exit.panic !== undefined || (exit.signal !== null && ownFaults.includes(exit.signal))
  return { certain: fault || cut === undefined, why: sentence(exit) }
}

function sentence({ code, signal, words, panic }: Exited): string {
  const how = signal === null ? `with status ${code ?? 'unknown'}` : `by ${signal}`
  const said = words.trim() === '' ? 'it said nothing' : `its last words: ${quoted(words)}`
  if (panic !== undefined) return `the guest's kernel died: ${quoted(panic)}; QEMU ended ${how}`
  return `QEMU ended ${how} during the run; ${said}`
}
