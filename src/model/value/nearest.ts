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
    let [diagonal = 0, left = 0] = [row[0], index + 1]
    row = row.map((above, at) => {
      if (at === 0) return left
      left = Math.min(above + 1, left + 1, diagonal + (letter === to[at - 1] ? 0 : 1))
      diagonal = above
      return left
    })
  }
  return row[to.length] ?? 0
}
