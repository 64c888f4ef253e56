import { type History, type Observation, ofKind } from '../../../model/contract/observation.ts'
import { thinned } from './thinned.ts'

/** Bytes over time. */
export interface Curve {
  readonly name: string
  /** Milliseconds, and as many values; null: unknown until the next one. */
  readonly at: readonly number[]
  readonly bytes: readonly (number | null)[]
  /** Whether it is shown at first. */
  readonly shown: boolean
}

interface Point {
  readonly at: number
  readonly bytes: number
}

const mostPoints = 1500
/** The guest samples its writer about ten times a second while that has the port open. */
const longestStepMs = 1000

/** What the guest and the host wrote, what the host read, and QEMU's memory; curves that stay at 0 are left out. */
export function curvesOf(history: History): Curve[] {
  return [
    curve('guest wrote (sampled)', sumOf(history, wroteOf), { holds: false }),
    curve('host read', sumOf(history, movedOf('read'))),
    curve('host wrote', sumOf(history, movedOf('sent'))),
    curve('memory of QEMU', ofKind(history, 'memory'), { shown: false }),
  ].filter(({ bytes }) => bytes.some(amount => amount !== null && amount > 0))
}

/** A job or peer and its total; null if the fact has none. */
type Amount = readonly [who: string, bytes: number] | null

function wroteOf(fact: Observation): Amount {
  return fact.kind === 'progress' && fact.readBytes === undefined ? [fact.job, fact.bytes] : null
}

function movedOf(kind: 'read' | 'sent'): (fact: Observation) => Amount {
  return fact => {
    if (fact.kind === kind) return [fact.peer, fact.total]
    return fact.kind === 'peer' && fact.event === 'opened' ? [fact.peer, 0] : null
  }
}

/** Several jobs or peers as one curve: the sum of their totals. */
function sumOf(history: History, amountOf: (fact: Observation) => Amount): Point[] {
  const totals = new Map<string, number>()
  let sum = 0
  return history.flatMap(fact => {
    const amount = amountOf(fact)
    if (amount === null) return []
    const [who, bytes] = amount
    sum += bytes - (totals.get(who) ?? 0)
    totals.set(who, bytes)
    return [{ at: fact.at, bytes: sum }]
  })
}

function curve(name: string, points: readonly Point[], { shown = true, holds = true } = {}): Curve {
  const few = thinned(points, mostPoints, ({ at }) => at)
  const known = holds ? few : few.flatMap((point, index) => [point, ...unknown(point, few[index + 1])])
  return { name, at: known.map(({ at }) => Math.round(at)), bytes: known.map(({ bytes }) => bytes), shown }
}

/** A gap after a sample if the next one is late. */
function unknown({ at }: Point, next: Point | undefined): { at: number; bytes: null }[] {
  return next !== undefined && next.at - at > longestStepMs ? [{ at: at + 1, bytes: null }] : []
}
