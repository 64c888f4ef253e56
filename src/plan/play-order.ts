/**
 * The order in which plays begin: each cell once before any is repeated, so that who stops early has seen all; and the
 * longest first, as far as that is known, so that none is left to run alone at the end.
 */
export function playOrder<Play extends { readonly repeat?: number }>(
  plays: readonly Play[],
  secondsOf: (play: Play) => number | null,
): Play[] {
  return plays.toSorted(
    (a, b) => (a.repeat ?? 1) - (b.repeat ?? 1) || (secondsOf(b) ?? 0) - (secondsOf(a) ?? 0),
  )
}
