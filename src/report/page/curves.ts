import { type History, type Observation, ofKind } from '../../model/observation.ts'
import { thinned } from './thinned.ts'

/** Bytes over time. */
export interface Curve {
  readonly name: string
  /** Milliseconds, and as many values. */
  readonly at: readonly number[]
  readonly bytes: readonly number[]
  /** Whether it is shown from the start. */
  readonly shown: boolean
}

interface Point {
  readonly at: number
  readonly bytes: number
}

const mostPoints = 1500

/** What the guest got rid of, what the host read and wrote, and QEMU's memory; each only if there is any. */
export function curvesOf(history: History): Curve[] {
  return [
    curve(
      'guest wrote',
      summed(history, fact => (fact.kind === 'progress' ? [fact.job, fact.bytes] : null)),
      true,
    ),
    curve(
      'host read',
      summed(history, fact => (fact.kind === 'read' ? [fact.peer, fact.total] : null)),
      true,
    ),
    curve(
      'host wrote',
      summed(history, fact => (fact.kind === 'sent' ? [fact.peer, fact.total] : null)),
      true,
    ),
    curve('memory of QEMU', ofKind(history, 'memory'), false),
  ].filter(({ at }) => at.length > 0)
}

/** Several jobs or peers as one curve: the sum of what each has come to. */
function summed(history: History, amount: (fact: Observation) => readonly [string, number] | null): Point[] {
  const totals = new Map<string, number>()
  let sum = 0
  const points: Point[] = []
  for (const fact of history) {
    const found = amount(fact)
    if (found === null) continue
    sum += found[1] - (totals.get(found[0]) ?? 0)
    totals.set(found[0], found[1])
    points.push({ at: fact.at, bytes: sum })
  }
  return points
}

function curve(name: string, points: readonly Point[], shown: boolean): Curve {
  const few = thinned(points, mostPoints, ({ at }) => at)
  return { name, at: few.map(({ at }) => Math.round(at)), bytes: few.map(({ bytes }) => bytes), shown }
}
