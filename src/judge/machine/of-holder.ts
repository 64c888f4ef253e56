import { type History, type Observation, ofKind } from '../../model/contract/observation.ts'

/**
 * The history without what was observed of a QEMU while it did not have the guest: before the guest arrived, or after it
 * left. That says nothing about the guest. How a QEMU starts and ends is kept.
 */
export function ofHolder(history: History): History {
  if (ofKind(history, 'qemu').every(({ process }) => process === undefined)) return history
  let holder = 1
  return history.filter(fact => {
    if (fact.kind !== 'qemu') return !isOfQemu(fact) || processOf(fact) === holder
    if (fact.event === 'holds') holder = processOf(fact)
    return true
  })
}

/** The number of the QEMU that has the guest at a time. */
export function holderAt(history: History, atMs: number): number {
  const holds = ofKind(history, 'qemu').findLast(({ event, at }) => event === 'holds' && at <= atMs)
  return holds === undefined ? 1 : processOf(holds)
}

/** The number of the QEMU that a fact is about. */
export function processOf({ process }: { readonly process?: number }): number {
  return process ?? 1
}

type OfQemu = Extract<Observation, { process?: number }>

function isOfQemu(fact: Observation): fact is OfQemu {
  return kinds.some(kind => kind === fact.kind)
}

const kinds: readonly OfQemu['kind'][] = ['cpu', 'memory', 'qmp', 'qmp-event', 'evidence']
