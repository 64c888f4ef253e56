import type { Observation } from './journal.ts'

export type { BeatPath, CutCause, Json, Limits, Observation, RunFact, Segment } from './journal.ts'

/** What happened, without when. */
export type Fact = Observation extends infer One ? (One extends Observation ? Omit<One, 'at'> : never) : never

/** All that one run observed, in order. */
export type History = readonly Observation[]

/** The facts of one kind. */
export type FactOf<Kind extends Fact['kind']> = Extract<Observation, { kind: Kind }>

/** The observations of one kind, in order. */
export function ofKind<Kind extends Fact['kind']>(history: History, kind: Kind): FactOf<Kind>[] {
  return history.filter((observation): observation is FactOf<Kind> => observation.kind === kind)
}

/** The first line of every journal. */
export function runOf(history: History): FactOf<'run'> | undefined {
  return ofKind(history, 'run')[0]
}

/** The cut of the script, if any. */
export function cutOf(history: History): FactOf<'cut'> | undefined {
  return ofKind(history, 'cut')[0]
}

/** What a command has written to the port, or, of one that reads, what it has read. */
export function passedBytes({ bytes, readBytes }: FactOf<'progress'>): number {
  return readBytes ?? bytes
}

/** How the guest was started: booted (`cold`) or restored from a snapshot (`warm`). */
export function startOf(history: History): 'cold' | 'warm' {
  return ofKind(history, 'start').at(-1)?.start ?? runOf(history)?.start ?? 'cold'
}
