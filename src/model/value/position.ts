/**
 * Binary search in things that are sorted by the number that `of` returns: the index of the first whose number is at
 * least `least`; the count of things if there is none.
 */
export function positionOf<Thing>(
  things: readonly Thing[],
  least: number,
  of: (thing: Thing) => number,
): number {
  let [low, high] = [0, things.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const thing = things[middle]
    if (thing !== undefined && of(thing) < least) low = middle + 1
    else high = middle
  }
  return low
}
