/**
 * At most about so many of many things in the order of time: of each of equally long stretches the first and the
 * last. Gaps, and the corners of what only grows, stay where they are.
 */
export function thinned<Thing>(
  things: readonly Thing[],
  most: number,
  at: (thing: Thing) => number,
): readonly Thing[] {
  const [first, last] = [things[0], things.at(-1)]
  if (things.length <= most || first === undefined || last === undefined) return things
  const stretch = Math.max(1, (2 * (at(last) - at(first))) / most)
  const number = (thing: Thing | undefined) =>
    thing === undefined ? -1 : Math.floor((at(thing) - at(first)) / stretch)
  return things.filter((thing, index) => {
    const own = number(thing)
    return own !== number(things[index - 1]) || own !== number(things[index + 1])
  })
}
