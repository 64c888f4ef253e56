/**
 * About `most` of the things, which are in order of time: the first and the last of each of equally long intervals.
 * Gaps stay where they are, and so do the corners of a curve that only grows.
 */
export function thinned<Thing>(
  things: readonly Thing[],
  most: number,
  at: (thing: Thing) => number,
): readonly Thing[] {
  const [first, last] = [things[0], things.at(-1)]
  if (things.length <= most || first === undefined || last === undefined) return things
  const interval = Math.max(1, (2 * (at(last) - at(first))) / most)
  const number = (thing: Thing | undefined) =>
    thing === undefined ? -1 : Math.floor((at(thing) - at(first)) / interval)
  return things.filter((thing, index) => {
    const own = number(thing)
    return own !== number(things[index - 1]) || own !== number(things[index + 1])
  })
}
