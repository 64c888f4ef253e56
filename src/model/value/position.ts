/** The index of the first of some things, in order of a number, whose number is at least that; their count if there is none. */
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
