/**
 * Says what is wrong with a value that came from a file, in one clause, or null. `at` names the value:
 * `result.qemu.label`.
 */
export type Check = (value: unknown, at: string) => string | null

const longestShown = 60

export const text: Check = (value, at) => (typeof value === 'string' ? null : wrong(at, 'a text', value))
export const truth: Check = (value, at) =>
  typeof value === 'boolean' ? null : wrong(at, 'true or false', value)
export const number: Check = (value, at) =>
  typeof value === 'number' && Number.isFinite(value) ? null : wrong(at, 'a number', value)
export const count: Check = (value, at) =>
  Number.isSafeInteger(value) && (value as number) >= 0 ? null : wrong(at, 'a whole number', value)
export const moment: Check = (value, at) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? null : wrong(at, 'a time (ISO 8601)', value)

export function oneOf(...values: readonly string[]): Check {
  return (value, at) =>
    values.includes(value as string) ? null : wrong(at, `one of ${values.join(', ')}`, value)
}

export function matching(pattern: RegExp, wanted: string): Check {
  return (value, at) => (typeof value === 'string' && pattern.test(value) ? null : wrong(at, wanted, value))
}

export function listOf(check: Check): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return wrong(at, 'a list', value)
    return firstOf(value.map((item, index) => check(item, `${at}[${index}]`)))
  }
}

/** An object with these fields; it may have more. A field that may be left out has an `optional` check. */
export function record(fields: { readonly [name: string]: Check }): Check {
  return (value, at) => {
    if (!isObject(value)) return wrong(at, 'an object', value)
    return firstOf(
      Object.entries(fields).map(([name, check]) => check(value[name], at === '' ? name : `${at}.${name}`)),
    )
  }
}

export function optional(check: Check): Check {
  return (value, at) => (value === undefined ? null : check(value, at))
}

export function orNull(check: Check): Check {
  return (value, at) => (value === null ? null : check(value, at))
}

/** Clause of a message: what was wanted where, and what came. */
function wrong(at: string, wanted: string, value: unknown): string {
  return `${at === '' ? 'it' : at}: wanted ${wanted}, got ${shown(value)}`
}

/** A value for people, as JSON of at most 60 characters, plain ASCII: it is printed on a terminal. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const json = JSON.stringify(value).replace(
    /[^ -~]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return json.length <= longestShown ? json : `${json.slice(0, longestShown - 1)}…`
}

function firstOf(clauses: readonly (string | null)[]): string | null {
  return clauses.find(clause => clause !== null) ?? null
}

export function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
