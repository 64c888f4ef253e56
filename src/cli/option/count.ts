import { UsageError } from '../../model/errors.ts'

/** A number from the command line, from `least` to 999. Throws UsageError that says what was wanted: `guests at a time`. */
export function countOf(text: string, least: 0 | 1, what: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) >= least) return Number(text)
  throw new UsageError(`expected a number of ${what} from ${least} to 999, got '${text}'`)
}
