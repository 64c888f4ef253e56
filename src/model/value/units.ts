import { UsageError } from '../errors.ts'

type SizeUnit = 'B' | 'KiB' | 'MiB' | 'GiB' | 'TiB'
type DurationUnit = 'ms' | 's' | 'min' | 'h'

/** A size as it is written in cases and on the command line: `'64 MiB'`. */
export type Size = `${number} ${SizeUnit}`

/** A duration as it is written in cases and on the command line: `'30 s'`. */
export type Duration = `${number} ${DurationUnit}`

const bytesIn: Record<SizeUnit, number> = {
  B: 1,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
}
const msIn: Record<DurationUnit, number> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 }
const spellings: Record<string, SizeUnit | DurationUnit> = {
  '': 'B',
  b: 'B',
  k: 'KiB',
  kib: 'KiB',
  m: 'MiB',
  mib: 'MiB',
  g: 'GiB',
  gib: 'GiB',
  t: 'TiB',
  tib: 'TiB',
}

/** Bytes meant by `'64 MiB'`, or by QEMU's own spelling `256M`. Throws UsageError. */
export function sizeBytes(text: string): number {
  const [number, unit] = split(text, 'a size like 256M or 64 MiB')
  const known = spellings[unit.toLowerCase()]
  if (known === undefined || !(known in bytesIn)) throw wrong('a size like 256M or 64 MiB', text)
  return Math.round(number * bytesIn[known as SizeUnit])
}

/** Milliseconds meant by `'30 s'` or `120s`; a bare number is seconds. Throws UsageError. */
export function durationMs(text: string): number {
  const [number, unit] = split(text, 'a duration like 120s or 2 min')
  if (number === 0) throw wrong('a duration like 120s or 2 min', text)
  if (unit === '') return number * 1000
  if (!(unit in msIn)) throw wrong('a duration like 120s or 2 min', text)
  return number * msIn[unit as DurationUnit]
}

/** Bytes as text: `172 KiB`, `64 MiB`; exact below 1 KiB. */
export function sizeText(bytes: number): string {
  const unit = (['TiB', 'GiB', 'MiB', 'KiB'] as const).find(unit => bytes >= bytesIn[unit])
  if (unit === undefined) return `${bytes} bytes`
  const amount = bytes / bytesIn[unit]
  return `${Number(amount.toFixed(amount < 10 ? 2 : 1))} ${unit}`
}

/** Milliseconds as text: `340 ms`, `2.9 s`. */
export function durationText(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

function split(text: string, wanted: string): [number, string] {
  const match = /^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]*)\s*$/.exec(text)
  if (match === null) throw wrong(wanted, text)
  return [Number(match[1]), match[2] ?? '']
}

function wrong(wanted: string, text: string): UsageError {
  return new UsageError(`expected ${wanted}, got '${text}'`)
}
