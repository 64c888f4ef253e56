/** The one of these words that a mistyped one probably means, or null: at most two letters away, and fewer than half. */
export function nearest(word: string, known: readonly string[]): string | null {
  const [best] = known
    .map(one => ({ one, distance: distance(word.toLowerCase(), one.toLowerCase()) }))
    .filter(({ one, distance }) => distance <= 2 && distance * 2 < one.length)
    .toSorted((a, b) => a.distance - b.distance)
  return best?.one ?? null
}

/** Letters to put in, take out or replace (Levenshtein): two that changed places count as two. */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1]
    for (let at = 1; at <= to.length; at++) {
      const replaced = at0(row, at - 1) + (letter === to[at - 1] ? 0 : 1)
      next.push(Math.min(replaced, at0(row, at) + 1, at0(next, at - 1) + 1))
    }
    row = next
  }
  return at0(row, to.length)
}

function at0(row: readonly number[], index: number): number {
  return row[index] ?? 0
}
