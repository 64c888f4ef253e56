import type { Beginning, GuestFile, Payload } from '../../model/case/payload.ts'
import { UsageError } from '../../model/errors.ts'
import { inputLimits } from '../../model/input-limits.ts'
import { type Size, sizeBytes } from '../../model/value/units.ts'

/** NUL bytes, as `dd if=/dev/zero` sends them. They show losses, and foreign bytes, but not their own order. */
export function zeros(size: Size): Payload & { kind: 'zeros' } {
  return { kind: 'zeros', bytes: sizeBytes(size) }
}

/**
 * The output of `seq -w 1 LINES`: every line a number from 1 on, padded with zeros to the width of the last one, so
 * that LINES lines are LINES × (digits of LINES + 1) bytes; or padded to so many bytes a line, the newline in them. It
 * shows losses, doubles and disorder. Throws UsageError unless LINES is a whole number above 0, and `width` one that
 * fits.
 */
export function counting({
  lines,
  width,
}: {
  readonly lines: number
  readonly width?: number
}): Payload & { kind: 'counting' } {
  if (!Number.isSafeInteger(lines) || lines < 1)
    throw new UsageError(`expected a number of lines, got ${lines}`)
  const least = String(lines).length + 1
  const bytes = width ?? least
  if (!Number.isSafeInteger(bytes) || bytes < least || bytes > inputLimits.payloadLine)
    throw new UsageError(
      `expected a width from ${least} to ${inputLimits.payloadLine} bytes for ${lines} lines, got ${width}`,
    )
  return { kind: 'counting', lines, width: bytes, bytes: lines * bytes }
}

const longestText = 4096

/** A text of at most 4096 bytes of printable ASCII and newlines. Throws UsageError for another one. */
export function text(content: string): Payload & { kind: 'text' } {
  if (!/^[\n -~]+$/.test(content) || content.length > longestText)
    throw new UsageError(`wanted 1 to ${longestText} characters of printable ASCII, got '${content}'`)
  return { kind: 'text', text: content, bytes: content.length }
}

/** The lines `test FIRST` to `test LAST`, as the wiki page's loops print them. Throws UsageError as `text` does. */
export function testLines(first: number, last: number): Payload & { kind: 'text' } {
  const numbers = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  return text(numbers.map(number => `test ${number}\n`).join(''))
}

/** The content of a file in the guest; the script runs `sha256sum PATH` there. */
export function guestFile(path: string): GuestFile {
  return { kind: 'guest-file', path }
}

/**
 * As much of a payload as write() had accepted from its writer when `job.kill()` killed it. What follows it must not
 * begin as the payload could go on (a digit, a newline or NUL).
 */
export function accepted(payload: Payload): Beginning {
  return { kind: 'beginning', of: payload, upTo: 'accepted', leastBytes: 0 }
}

/**
 * As much of a payload as arrived, and no less than `least`: what the host's socket or FIFO certainly held by then. What
 * comes after it, and arrives whole, must not begin as the payload could go on. Throws UsageError for a `least` of nothing,
 * or of more than the payload.
 */
export function beginning(payload: Payload, { least }: { readonly least: Size }): Beginning {
  const leastBytes = sizeBytes(least)
  if (leastBytes < 1 || leastBytes > payload.bytes)
    throw new UsageError(`expected a least from 1 B to the ${payload.bytes} B of the payload, got '${least}'`)
  return { kind: 'beginning', of: payload, upTo: 'arrived', leastBytes }
}
