import { inputLimits } from '../input-limits.ts'
import { shown } from './schema.ts'

/** A line of a file of JSON Lines. */
export interface JsonLine {
  /** Undefined if it has a fault. */
  readonly value: unknown
  /** Why it is not read, as a clause: `it is not JSON: "{"`. */
  readonly fault?: string
  /** From 1 on. */
  readonly number: number
}

/**
 * The lines of a text of JSON Lines, without empty ones, up to the first one with a fault. A line after `mostLines` lines,
 * empty ones included, has one. An incomplete last line without its newline is left out (`cutShort`): its writer was
 * killed.
 */
export function jsonLines(
  text: string,
  mostLines: number,
): { lines: readonly JsonLine[]; cutShort: boolean } {
  const lines: JsonLine[] = []
  for (let [start, number] = [0, 1]; start < text.length; number++) {
    if (number > mostLines) {
      lines.push({ value: undefined, fault: `the file has more than ${mostLines} lines`, number })
      break
    }
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    const line = text.slice(start, end)
    const isBlank = line.length <= inputLimits.line && line.trim() === ''
    const read = isBlank ? null : jsonIn(line, inputLimits.line)
    if (newline === -1 && read !== null && read.value === undefined) return { lines, cutShort: true }
    if (read !== null) lines.push({ ...read, number })
    if (read?.fault !== undefined) break
    start = end + 1
  }
  return { lines, cutShort: false }
}

/** The value of a text of JSON of at most `mostLength` characters, or its fault. */
export function jsonIn(text: string, mostLength: number): Pick<JsonLine, 'value' | 'fault'> {
  const { jsonDepth } = inputLimits
  if (text.length > mostLength)
    return { value: undefined, fault: `it is longer than ${mostLength} characters` }
  // Code that walks through such a value, or writes it again, would run out of stack.
  if (isDeeper(text, jsonDepth))
    return { value: undefined, fault: `it is nested more than ${jsonDepth} deep` }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return { value: undefined, fault: `it is not JSON: ${shown(text)}` }
  }
}

/** Whether more than `most` brackets are open at once in a text of JSON. */
function isDeeper(text: string, most: number): boolean {
  let depth = 0
  let isString = false
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === quote) isString = !isString
    else if (isString) at += Number(unit === backslash)
    else if (unit === openList || unit === openObject) depth++
    else if (unit === closeList || unit === closeObject) depth--
    if (depth > most) return true
  }
  return false
}

const [quote, backslash, openList, closeList, openObject, closeObject] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d]
