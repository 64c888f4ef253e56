/** As many verbs as one that repeats may have. */
const longest = 5

/** Verbs in one line: what is done three times or more, one after the other, is named once. */
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

/** The verbs from there on that repeat, and how often; one of them, once, where none do. */
function repetitionAt(verbs: readonly string[], at: number): { length: number; times: number } {
  for (let length = 1; length <= longest; length++) {
    const first = verbs.slice(at, at + length)
    let times = 1
    while (first.every((verb, index) => verbs[at + times * length + index] === verb)) times++
    if (times >= 3) return { length, times }
  }
  return { length: 1, times: 1 }
}
