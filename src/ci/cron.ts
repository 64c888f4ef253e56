import { UsageError } from '../model/errors.ts'

/** As GitHub's documentation has them (POSIX cron); GitLab takes the same. */
const fields = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day of the month', 1, 31],
  ['month', 1, 12],
  ['day of the week', 0, 6],
] as const

/** Reads `17 2 * * *`: five fields of numbers, with `*`, `,`, `-` and `/`. Throws UsageError. */
export function cronFrom(text: string): string {
  const parts = text.trim().split(/ +/)
  if (parts.length !== fields.length)
    throw wrong(text, `five fields (${fields.map(([name]) => name).join(', ')})`)
  for (const [index, [name, least, most]] of fields.entries()) {
    const isFine = (parts[index] ?? '').split(',').every(item => isWithin(item, least, most))
    if (!isFine) throw wrong(text, `numbers from ${least} to ${most} as the ${name}`)
  }
  return parts.join(' ')
}

/** `*`, `5` or `1-5`, each maybe with a step: `1-5/2`. */
function isWithin(item: string, least: number, most: number): boolean {
  const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(item)
  if (match === null) return false
  const [, first, last, step] = match
  const from = Number(first ?? least)
  const to = Number(last ?? first ?? most)
  return least <= from && from <= to && to <= most && Number(step ?? 1) > 0
}

function wrong(text: string, wanted: string): UsageError {
  return new UsageError(`--schedule: expected ${wanted}, as in '17 2 * * *', got '${text}'`)
}
