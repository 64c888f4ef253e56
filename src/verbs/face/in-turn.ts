/** The most verbs of a sequence that is looked for. */
const longest = 5

/** Verbs in one line: a sequence that occurs three times or more in a row is named once, with its count. */
export function inTurn(verbs: readonly string[]): string {
  const said: string[] = []
  for (let at = 0; at < verbs.length; ) {
    const { length, times } = repetitionAt(verbs, at)
    const part = verbs.slice(at, at + length).join(', ')
    said.push(times === 1 ? part : `${times} times: ${part};`)
    at += length * times
  }
  return said.join(', ').replaceAll(';, ', '; ').replace(/;$/, '')
}

/** The length of the sequence that repeats from there on, and how often; of one verb, once, if none does. */
function repetitionAt(verbs: readonly string[], at: number): { length: number; times: number } {
  for (let length = 1; length <= longest; length++) {
    const first = verbs.slice(at, at + length)
    let times = 1
    while (first.every((verb, index) => verbs[at + times * length + index] === verb)) times++
    if (times >= 3) return { length, times }
  }
  return { length: 1, times: 1 }
}
