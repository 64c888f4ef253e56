import fc from 'fast-check'
import { hostileText } from '../../report/result.fixture.ts'
import { grouped } from '../value/grouped.ts'

type Value = unknown
type Path = readonly (string | number)[]

/** A change of a text of JSON Lines; numbers choose a place, whatever the size. */
interface Change {
  readonly kind: (typeof kinds)[number]
  readonly line: number
  readonly place: number
  readonly other: number
  readonly value: Value
}

const kinds = [
  // Mostly what a reader may still take.
  ...(['like', 'like', 'like', 'like', 'like', 'like', 'add', 'add', 'double', 'drop', 'drop'] as const),
  ...(['replace', 'replace', 'remove', 'remove', 'swap'] as const),
  ...(['cut', 'splice', 'nest'] as const),
] as const

/** Keys that a careless object lookup would find. */
const keys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '0', '']

const extremes: readonly Value[] = [
  ...[0, -0, -1, 0.5, 1, 2, 255, 256, 4096, 65_536, 2e8, 2e9, 2 ** 31, 2 ** 53, 1e15, 1e16, 1e308, -1e308],
  ...[
    '',
    ' ',
    'NaN',
    'Infinity',
    '1e308',
    '../../etc/passwd',
    '/dev/zero',
    hostileText,
    '::error::x',
    '\ud800',
  ],
  ...['x'.repeat(300), '9'.repeat(100_000), '#['.repeat(10_000), 'x'.repeat(200_000)],
  ...[null, true, false, [], {}, [[]], { toString: 1, valueOf: 1 }, Array.from({ length: 2000 }, () => 0)],
]

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom(...kinds),
  line: fc.nat(),
  place: fc.nat(),
  other: fc.nat(),
  value: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...extremes) },
    { weight: 1, arbitrary: fc.jsonValue() },
    { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
  ),
})

/** Texts of JSON Lines, or of one document, as somebody careless or hostile may have changed these. */
export function mutatedJson(texts: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([text, changes]) => changes.reduce(changed, text))
}

/** The bytes of a file with some of them changed, cut out or repeated. */
export function mutatedBytes(file: Buffer): fc.Arbitrary<Buffer> {
  const edit = fc.record({
    at: fc.nat(),
    length: fc.nat({ max: 64 }),
    bytes: fc.uint8Array({ maxLength: 32 }),
  })
  return fc
    .array(edit, { minLength: 1, maxLength: 3 })
    .map(edits => edits.reduce((bytes, one) => edited(bytes, one), file))
}

function edited(
  bytes: Buffer,
  { at, length, bytes: put }: { at: number; length: number; bytes: Uint8Array },
): Buffer {
  const from = at % (bytes.length + 1)
  // One in eight ends there.
  const rest = at % 8 === 0 ? Buffer.alloc(0) : bytes.subarray(from + length)
  return Buffer.concat([bytes.subarray(0, from), put, rest])
}

function changed(text: string, { kind, line, place, other, value }: Change): string {
  const lines = text.split('\n')
  const at = placeOf(lines, line, other)
  const own = lines[at] ?? ''
  const put = (now: string) => lines.with(at, now).join('\n')
  switch (kind) {
    case 'double':
      return lines.toSpliced(other % lines.length, 0, own).join('\n')
    case 'swap':
      return lines
        .with(at, lines[other % lines.length] ?? '')
        .with(other % lines.length, own)
        .join('\n')
    case 'drop':
      return lines.toSpliced(at, 1).join('\n')
    case 'cut':
      return text.slice(0, place % (text.length + 1))
    case 'splice':
      return put(
        own.slice(0, place % (own.length + 1)) +
          (JSON.stringify(value) ?? '') +
          own.slice(other % (own.length + 1)),
      )
    case 'nest': {
      const depth = other % 2 === 0 ? 100 : 50_000
      return put(withKey(own, place, 'more', '@').replace('"@"', '['.repeat(depth) + ']'.repeat(depth)))
    }
    case 'like':
      return put(jsonWith(own, place, old => likeOf(old, other)))
    case 'replace':
      return put(jsonWith(own, place, () => value))
    case 'remove':
      return put(jsonWith(own, place, () => undefined))
    case 'add':
      return put(withKey(own, place, keys[other % keys.length] ?? '', value))
  }
}

/** One line of one of the kinds: most lines of a journal are beats. */
function placeOf(lines: readonly string[], kind: number, number: number): number {
  const kinds = [
    ...grouped(lines.keys(), at => /"kind":"\w+"(,"event":"\w+")?/.exec(lines[at] ?? '')?.[0]).values(),
  ]
  const alike = kinds[kind % kinds.length] ?? []
  return alike[number % alike.length] ?? 0
}

/** An extreme value of the same type. */
function likeOf(old: Value, other: number): Value {
  const alike = extremes.filter(
    value => typeof value === typeof old && Array.isArray(value) === Array.isArray(old),
  )
  return alike[other % alike.length]
}

/** A text of JSON with the value at one of its places changed; a text that is no JSON stays. */
function jsonWith(
  text: string,
  place: number,
  change: (old: Value) => Value,
  fits: (value: Value) => boolean = () => true,
): string {
  try {
    const value: Value = JSON.parse(text)
    const paths = pathsOf(value, fits)
    return JSON.stringify(replaced(value, paths[place % paths.length] ?? [], change)) ?? ''
  } catch {
    return text // No JSON, or nested too deep for us.
  }
}

function pathsOf(value: Value, fits: (value: Value) => boolean, above: Path = []): Path[] {
  const own = fits(value) ? [above] : []
  if (typeof value !== 'object' || value === null || above.length > 8) return own
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return [...own, ...entries.slice(0, 50).flatMap(([key, inner]) => pathsOf(inner, fits, [...above, key]))]
}

function replaced(value: Value, [key, ...rest]: Path, change: (old: Value) => Value): Value {
  if (key === undefined) return change(value)
  if (Array.isArray(value))
    return value.map((one, index) => (index === key ? replaced(one, rest, change) : one))
  const entries = Object.entries(value as object)
  return Object.fromEntries(
    entries.map(([name, one]) => [name, name === key ? replaced(one, rest, change) : one]),
  )
}

/** One more key in an object. JSON.parse makes an own property even of `__proto__`, and so does this. */
function withKey(text: string, place: number, key: string, value: Value): string {
  const isObject = (old: Value): old is object =>
    typeof old === 'object' && old !== null && !Array.isArray(old)
  const change = (old: Value) =>
    isObject(old) ? Object.defineProperty({ ...old }, key, { value, enumerable: true }) : old
  return jsonWith(text, place, change, isObject)
}
