import { nearest } from './nearest.ts'

/** What does not fit: `known[0].qemu` and what was wanted of it. */
export interface Complaint {
  /** The field as a reader of the file finds it: `known[0].qemu`. Empty for the whole. */
  readonly field: string
  readonly text: string
  /** The field is not there at all. */
  readonly isMissing: boolean
}

/** Says what is wrong with a value, or null. */
export type Check = (value: unknown, field: string) => Complaint | null

/** A check for each field of a type, so that a field that is added to the type is added to its shape. */
export type Fields<Type> = { readonly [Field in keyof Type]-?: Check }

/** A value that passes a test; `wanted`: what it should be, with its article. */
export function is(wanted: string, test: (value: unknown) => boolean): Check {
  return (value, field) => (test(value) ? null : misfit(wanted, value, field))
}

/** It is printed as it is, on terminals too. */
export const text = is(
  'a text in one line',
  value => typeof value === 'string' && value.trim() !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value),
)
export const boolean = is('true or false', value => typeof value === 'boolean')
export const method = is('a function', value => typeof value === 'function')

export function oneOf(...values: readonly string[]): Check {
  return is(values.map(value => `'${value}'`).join(' or '), value => values.includes(value as string))
}

export function optional(check: Check): Check {
  return (value, field) => (value === undefined ? null : check(value, field))
}

export function listOf(check: Check): Check {
  return (value, field) =>
    Array.isArray(value)
      ? first(value.map((one, index) => check(one, `${field}[${index}]`)))
      : misfit('a list', value, field)
}

/** An object with these fields; `closed`: and no other. `wanted`: what it should be, with its article. */
export function object<Type>(
  wanted: string,
  fields: Fields<Type>,
  { closed = false }: { readonly closed?: boolean } = {},
): Check {
  return (value, field) => {
    if (!isObject(value)) return misfit(wanted, value, field)
    const checks: [string, Check][] = Object.entries(fields)
    const name = (key: string) => (field === '' ? key : `${field}.${key}`)
    const foreign = closed ? Object.keys(value).find(key => !Object.hasOwn(fields, key)) : undefined
    if (foreign !== undefined) return unknown(name(foreign), foreign, Object.keys(fields))
    return first(checks.map(([key, check]) => check(value[key], name(key))))
  }
}

function first(complaints: readonly (Complaint | null)[]): Complaint | null {
  return complaints.find(complaint => complaint !== null) ?? null
}

function unknown(field: string, word: string, known: readonly string[]): Complaint {
  const meant = nearest(word, known)
  const hint = meant === null ? `the fields are ${known.join(', ')}` : `did you mean '${meant}'?`
  return { field, text: `there is no such field: ${hint}`, isMissing: false }
}

function misfit(wanted: string, value: unknown, field: string): Complaint {
  return value === undefined
    ? { field, text: `it is missing, wanted ${wanted}`, isMissing: true }
    : { field, text: `wanted ${wanted}, got ${described(value)}`, isMissing: false }
}

function described(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, 60).replaceAll(/\p{Cc}/gu, '\ufffd')}'`
  if (typeof value === 'function') return `the function ${value.name || 'itself'}: is it to be called?`
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
