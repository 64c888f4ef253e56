import type { Typed } from '../../model/case/backend.ts'
import type { Pace } from '../../model/case/case.ts'
import { durationMs, sizeBytes } from '../../model/value/units.ts'

/** The most that one read takes. */
export const mostBytes = 65536

/** Python that reads until the other side has closed. */
export function readToEnd({ receive }: Typed, data: string): string[] {
  return [`>>> for chunk in iter(lambda: ${receive(mostBytes)}, b""):`, `...     ${data} += chunk`, '...']
}

/** Python that reads until `data` ends with these bytes. */
export function readUntil({ receive }: Typed, data: string, end: string): string[] {
  return [`>>> while not ${data}.endswith(${end}):`, `...     ${data} += ${receive(mostBytes)}`, '...']
}

/** Python that reads until `data` has this many bytes; with a pace, in portions with pauses. */
export function drain({ receive }: Typed, data: string, bytes: string, pace?: Pace): string[] {
  if (pace === undefined) {
    return [`>>> while len(${data}) < ${bytes}:`, `...     ${data} += ${receive(mostBytes)}`, '...']
  }
  const portion = sizeBytes(pace.bytes)
  const whole = [
    `...     portion = len(${data}) + ${portion}`,
    `...     while len(${data}) < min(portion, ${bytes}):`,
    `...         ${data} += ${receive(mostBytes)}`,
  ]
  return [
    '>>> import time',
    `>>> while len(${data}) < ${bytes}:`,
    ...(portion > mostBytes ? whole : [`...     ${data} += ${receive(portion)}`]),
    `...     time.sleep(${durationMs(pace.every) / 1000})`,
    '...',
  ]
}
