/**
 * Sorts plays in the order in which they start: each cell once before any repeat, so that an interrupted test run covers
 * all cells; and the longest known first, so that no long one runs alone at the end.
 */
export function playOrder<Play extends { readonly repeat?: number }>(
  plays: readonly Play[],
  secondsOf: (play: Play) => number | null,
): Play[] {
  return plays.toSorted(
    (a, b) => (a.repeat ?? 1) - (b.repeat ?? 1) || (secondsOf(b) ?? 0) - (secondsOf(a) ?? 0),
  )
}
