import { UsageError } from '../model/errors.ts'
import type { GuestFile, Payload } from '../model/payload.ts'
import { type Size, sizeBytes } from '../model/units.ts'

/** NUL bytes, as `dd if=/dev/zero` sends them. They show losses, and foreign bytes, but not their own order. */
export function zeros(size: Size): Payload & { kind: 'zeros' } {
  return { kind: 'zeros', bytes: sizeBytes(size) }
}

/**
 * The output of `seq -w 1 LINES`: every line a number from 1 on, padded with zeros to the width of the last one,
 * so that LINES lines are LINES × (digits of LINES + 1) bytes. It shows losses, doubles and disorder.
 * Throws UsageError unless LINES is a whole number above 0.
 */
export function counting({ lines }: { readonly lines: number }): Payload & { kind: 'counting' } {
  if (!Number.isSafeInteger(lines) || lines < 1)
    throw new UsageError(`wanted a number of lines, got ${lines}`)
  const width = String(lines).length + 1
  return { kind: 'counting', lines, width, bytes: lines * width }
}

const longestText = 4096

/** A text of at most 4096 bytes of printable ASCII and newlines. Throws UsageError for another one. */
export function text(content: string): Payload & { kind: 'text' } {
  if (!/^[\n -~]+$/.test(content) || content.length > longestText)
    throw new UsageError(`wanted 1 to ${longestText} characters of printable ASCII, got '${content}'`)
  return { kind: 'text', text: content, bytes: content.length }
}

/** The lines `test FIRST` to `test LAST`, as the page's loops print them. Throws UsageError as `text` does. */
export function testLines(first: number, last: number): Payload & { kind: 'text' } {
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return text(numbers.map(number => `test ${number}\n`).join(''))
}

/** The content of a file in the guest; the script runs `sha256sum PATH` there. */
export function guestFile(path: string): GuestFile {
  return { kind: 'guest-file', path }
}
