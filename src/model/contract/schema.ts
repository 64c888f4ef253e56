import * as v from 'valibot'
import { inputLimits } from '../input-limits.ts'
import { cutTo } from '../value/cut-to.ts'
import { escaped } from '../value/escaped.ts'
import { nearest } from '../value/nearest.ts'
import { unitEscape } from './json-of.ts'

export {
  custom,
  exactOptional as optional,
  function as functions,
  nullable,
  omit,
  optional as orUndefined,
  parse,
} from 'valibot'

/** What describes data: a type, its check and its JSON Schema at once. The door to valibot (docs/decisions/0008). */
export type Schema = v.GenericSchema

/** What a schema describes, as it is read: nothing in it may be changed. */
export type Data<Of extends Schema> = Frozen<v.InferOutput<Of>>
type Frozen<Value> = [Json] extends [Value] ? Value : Members<Value>
type Members<Value> = Value extends (...args: never[]) => unknown
  ? Value
  : Value extends object
    ? { readonly [Key in keyof Value]: Frozen<Value[Key]> }
    : Value

/** Any value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** What does not fit. */
export interface Complaint {
  /** Where, as a reader of the file finds it: `known[0].qemu`. Empty for the whole. */
  readonly field: string
  /** What was wanted, and what came. */
  readonly text: string
  /** The field is not there at all. */
  readonly isMissing: boolean
}

type Path = v.BaseIssue<unknown>['path']
type Message = (
  issue: Pick<v.BaseIssue<unknown>, 'input' | 'path'> & { readonly expected?: string | null },
) => string

/** The message of a schema: `expected a text, got 5`. `what` has its article. */
export function wanted(what: string): Message {
  return ({ input }) => `expected ${what}, got ${shown(input)}`
}

export const text = textUpTo(inputLimits.text)
export const sentence = textUpTo(inputLimits.sentence)
export const truth = v.boolean(wanted('true or false'))
const numberLimit = `a number from -${inputLimits.number} to ${inputLimits.number}`
export const number = v.pipe(
  v.number(wanted('a number')),
  v.minValue(-inputLimits.number, wanted(numberLimit)),
  v.maxValue(inputLimits.number, wanted(numberLimit)),
)
/** A number from 0 on, such as a duration. */
export const amount = v.pipe(number, v.minValue(0, wanted('a number from 0 on')))
export const count = wholeFrom(0)
export const positive = wholeFrom(1)
export const moment = v.pipe(
  v.string(wanted('a time (ISO 8601)')),
  // Date.parse also takes words in parentheses, and this becomes the name of a folder.
  v.check(
    text => /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)),
    wanted('a time (ISO 8601)'),
  ),
)
export const json = v.custom<Json>(value => value !== undefined, wanted('a value'))

/** A text that is printed as it is, on terminals too. */
export const line = v.pipe(
  v.string(wanted('a text in one line')),
  v.check(text => text.trim() !== '' && escaped(text) === text, wanted('a text in one line')),
)

function textUpTo(most: number) {
  const limit = wanted(`a text of at most ${most} characters`)
  return v.pipe(v.string(wanted('a text')), v.maxLength(most, limit))
}

/** A whole number in a range. */
export function whole(least: number, most: number) {
  return wholeNumber(least, most, wanted(`a whole number from ${least} to ${most}`))
}

function wholeFrom(least: number) {
  const what = least === 0 ? 'a whole number' : `a whole number from ${least} on`
  return wholeNumber(least, Number.MAX_SAFE_INTEGER, wanted(what))
}

function wholeNumber(least: number, most: number, message: Message) {
  return v.pipe(
    v.number(message),
    v.safeInteger(message),
    v.minValue(least, message),
    v.maxValue(most, message),
  )
}

export function literal<const Value extends string | number>(value: Value) {
  return v.literal(value, wanted(JSON.stringify(value)))
}

export function oneOf<const Values extends readonly string[]>(values: Values) {
  return v.picklist(values, wanted(`one of ${values.join(', ')}`))
}

export function matching(pattern: RegExp, what: string) {
  return v.pipe(v.string(wanted(what)), v.regex(pattern, wanted(what)))
}

export function listOf<Item extends Schema>(item: Item, most: number = inputLimits.listed) {
  const limit = `a list of at most ${most}`
  return v.pipe(v.array(item, wanted('a list')), v.maxLength(most, wanted(limit)))
}

export function atLeastOne<Item extends Schema>(item: Item, what: string) {
  return v.pipe(listOf(item), v.minLength(1, wanted(`at least one ${what}`)))
}

/** A list whose type says that it is never empty. */
export function oneOrMore<Item extends Schema>(item: Item) {
  return v.tupleWithRest([item], item, wanted('a list'))
}

/** An object with any fields whose names and values are of these kinds. */
export function dictionary<Name extends v.GenericSchema<string>, Value extends Schema>(
  name: Name,
  value: Value,
) {
  return v.record(name, value, wanted('an object'))
}

/** An object with these fields; it may have more. */
export function record<Entries extends v.ObjectEntries>(entries: Entries, what = 'an object') {
  return v.object(entries, fields(entries, what))
}

/** An object with these fields and no other. */
export function closed<Entries extends v.ObjectEntries>(entries: Entries, what = 'an object') {
  return v.strictObject(entries, fields(entries, what))
}

/** One of several objects, told by one field. */
export function either<Key extends string, const Options extends v.VariantOptions<Key>>(
  key: Key,
  options: Options,
) {
  return v.variant(key, options, issue => {
    const list = listIn(issue.path)
    if (list !== undefined || issue.expected === 'Object')
      return wanted('an object')({ input: list ?? issue.input })
    const values = issue.expected?.replaceAll(/[()"]/g, '').replaceAll(' | ', ', ')
    return wanted(`one of ${values}`)(issue)
  })
}

/** A schema with what it means, for the published JSON Schema. */
export function means<Of extends Schema>(meaning: string, schema: Of) {
  return v.pipe(schema, v.description(meaning))
}

/** The same for a field that may be left out. */
export function maybe<Of extends Schema>(meaning: string, schema: Of) {
  return v.exactOptional(means(meaning, schema))
}

/** What is wrong with a value, one fault of it (`isFirst`: the first, whatever it is); or null. */
export function complaint(schema: Schema, value: unknown, isFirst = false): Complaint | null {
  const { issues = [] } = v.safeParse(schema, value, { abortEarly: isFirst })
  // A field that should not be there is probably the one that is missing, misspelled.
  const issue = issues.find(({ expected }) => expected === 'never') ?? issues[0]
  if (issue === undefined) return null
  const path = issue.path ?? []
  const isList = listIn(issue.path) !== undefined
  const field = fieldOf(isList ? path.slice(0, -1) : path)
  return { field, text: issue.message, isMissing: issue.input === undefined && !isList }
}

/** The same as one clause: `result.qemu.label: expected a text, got 5`. */
export function misfit(schema: Schema, value: unknown): string | null {
  const found = complaint(schema, value, true)
  if (found === null) return null
  return found.field === '' ? found.text : `${found.field}: ${found.text}`
}

/** A value as text for a terminal: at most 60 characters, plain ASCII. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'function') return `the function ${value.name || 'itself'}: is it to be called?`
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const json = (typeof value === 'string' ? JSON.stringify(value.slice(0, 60)) : String(value)).replace(
    /[^ -~]/g,
    unitEscape,
  )
  return cutTo(60, json)
}

/** valibot takes a list for an object, and then misses its fields: the list. */
function listIn(path: Path): unknown {
  const { type, input } = path?.at(-1) ?? {}
  return type === 'object' && Array.isArray(input) ? input : undefined
}

/** The messages of an object: not one at all, a field that it lacks, a field that it should not have. */
function fields(entries: v.ObjectEntries, what: string): Message {
  return issue => {
    const key = issue.path?.at(-1)?.key
    const list = listIn(issue.path)
    if (list !== undefined || typeof key !== 'string') return wanted(what)({ input: list ?? issue.input })
    if (issue.expected === 'never') return unknownField(key, Object.keys(entries))
    // A record that is missing is asked by the record that misses it.
    const entry = Object.hasOwn(entries, key) ? entries[key] : undefined
    if (entry === undefined) return wanted(what)(issue)
    return (messageOf(entry) ?? wanted('a value'))(issue)
  }
}

/** A pipe and an object have the message of their own; what only wraps another has that one's. */
function messageOf(schema: object): Message | undefined {
  const { message, wrapped } = schema as { message?: Message; wrapped?: object }
  return message ?? (wrapped && messageOf(wrapped))
}

function unknownField(word: string, known: readonly string[]): string {
  const meant = nearest(word, known)
  return `there is no such field: ${meant === null ? `the fields are ${known.join(', ')}` : `did you mean '${meant}'?`}`
}

function fieldOf(path: readonly { readonly key: unknown }[]): string {
  return path
    .map(({ key }, index) =>
      typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`,
    )
    .join('')
}
