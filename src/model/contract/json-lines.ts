/** A line of a file of JSON Lines. */
export interface JsonLine {
  /** Undefined when it is no JSON. */
  readonly value: unknown
  readonly text: string
  /** From 1 on. */
  readonly number: number
}

/**
 * The lines of a text of JSON Lines, without empty ones. A last line without its newline that is not whole is left out
 * (`cutShort`): who wrote it was killed.
 */
export function jsonLines(text: string): { lines: readonly JsonLine[]; cutShort: boolean } {
  const all = text.split('\n')
  const lines = all
    .map((text, index) => ({ value: jsonIn(text), text, number: index + 1 }))
    .filter(({ text }) => text.trim() !== '')
  const last = lines.at(-1)
  const cutShort = last?.number === all.length && last.value === undefined
  return { lines: cutShort ? lines.slice(0, -1) : lines, cutShort }
}

/** What a text says in JSON; undefined when it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
