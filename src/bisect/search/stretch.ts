import type { FailureClass, Goal, OutcomeClass } from '../../model/contract/bisect-report.ts'
import { type Graph, graphBetween } from './graph.ts'

/** A part of the history, in which an edge is looked for. */
export interface Stretch {
  readonly graph: Graph
  /** The older end, which is not in the graph. */
  readonly before: string
  readonly after: string
  /** The classes of the ends; null if no edge next to this part has shown them. */
  readonly from: OutcomeClass | null
  readonly to: OutcomeClass | null
  /** What is looked for; null until the ends are known to differ. */
  readonly sought: Sought | null
}

/** Where a class begins or ends; every other class is the other side. */
export interface Sought {
  readonly failure: FailureClass
  readonly goal: Goal
}

/** The part of a stretch between two of its revisions, its ends included. */
export function partOf(
  stretch: Stretch,
  [before, from]: readonly [string, OutcomeClass | null],
  [after, to]: readonly [string, OutcomeClass | null],
): Stretch {
  return { graph: graphBetween(stretch.graph, before, after), before, after, from, to, sought: null }
}

/** Whether a stretch is not the whole range between these ends. */
export function isPart(stretch: Stretch, ends: { readonly before: string; readonly after: string }): boolean {
  return stretch.before !== ends.before || stretch.after !== ends.after
}
