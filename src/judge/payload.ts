import { UsageError } from '../model/errors.ts'
import { type Size, sizeBytes } from '../model/units.ts'

/** What the guest wrote, known byte by byte. */
export type Payload =
  | { readonly kind: 'zeros'; readonly bytes: number }
  | { readonly kind: 'counting'; readonly bytes: number; readonly lines: number; readonly width: number }

/** NUL bytes, as `dd if=/dev/zero` sends them. They show losses, and foreign bytes, but not their own order. */
export function zeros(size: Size): Payload {
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
