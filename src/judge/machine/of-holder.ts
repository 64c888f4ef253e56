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

/** Tells the number of the QEMU that has the guest at a time. The journal is read only once. */
export function holders(history: History): (atMs: number) => number {
  const holds = ofKind(history, 'qemu').filter(({ event }) => event === 'holds')
  return atMs => processOf(holds.findLast(({ at }) => at <= atMs) ?? {})
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
