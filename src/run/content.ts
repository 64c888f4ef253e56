import { createHash } from 'node:crypto'
import type { Segment } from '../model/observation.ts'
import { countingLines } from '../model/payload-chunks.ts'

const mostSegments = 200
const sampleBytes = 4096
/** No line of a counting payload is longer than this; a longer one is something else. */
const longestLine = 20
const zeroChunk = Buffer.alloc(64 * 1024)
const newline = 10
const mostLinesAtOnce = 256

/**
 * Describes a stream of bytes by what it looks like: runs of zeros, gapless stretches of the counting payload
 * (`seq -w`), anything else. It does not know what was sent: that is for the judge.
 */
export class Content {
  readonly #hash = createHash('sha256')
  readonly #segments: Segment[] = []
  #bytes = 0
  #cutShort = false
  /** Digits of a line that has not ended yet. */
  #line: number[] = []
  #atLineStart = true
  #linesAtOnce = 1

  get bytes(): number {
    return this.#bytes
  }

  push(chunk: Buffer): void {
    this.#hash.update(chunk)
    if (this.#line.length === 0 && isZeros(chunk)) {
      this.#add({ kind: 'zeros', offset: this.#bytes, length: chunk.length })
      this.#bytes += chunk.length
      this.#atLineStart = true
      return
    }
    for (let at = 0; at < chunk.length; ) {
      const length = this.#line.length === 0 ? this.#counted(chunk, at) || this.#plain(chunk, at) : 0
      if (length === 0) this.#take(chunk[at] ?? 0)
      at += Math.max(1, length)
    }
  }

  /** The description so far. A line that has not ended counts as something else. */
  describe(): { bytes: number; sha256: string; segments: readonly Segment[]; cutShort: boolean } {
    this.#giveUpLine()
    return {
      bytes: this.#bytes,
      sha256: this.#hash.copy().digest('hex'),
      segments: [...this.#segments],
      cutShort: this.#cutShort,
    }
  }

  /** Takes whole lines, from `at` on, that go on counting where the last stretch ends: at once, as byte by byte is slow. */
  #counted(chunk: Buffer, at: number): number {
    const before = this.#segments.at(-1)
    if (before?.kind !== 'count' || before.offset + before.length !== this.#bytes) return 0
    const { width, last } = before
    const lines = Math.min(Math.floor((chunk.length - at) / width), this.#linesAtOnce)
    if (lines === 0) return 0
    const length = lines * width
    const expected = countingLines(last + 1, last + lines, width)
    const goesOn = chunk.subarray(at, at + length).equals(expected)
    // Where much is damaged, little is compared in vain.
    this.#linesAtOnce = goesOn ? Math.min(2 * this.#linesAtOnce, mostLinesAtOnce) : 1
    if (!goesOn) return 0
    this.#add({ kind: 'count', offset: this.#bytes, length, width, first: last + 1, last: last + lines })
    this.#bytes += length
    return length
  }

  /** Takes the rest of a line, from `at` on, that is no number: at once, byte by byte it would be slow. */
  #plain(chunk: Buffer, at: number): number {
    if (this.#atLineStart && isDigit(chunk[at])) return 0
    const line = chunk.indexOf(newline, at)
    const zero = chunk.indexOf(0, at)
    const ends = [line === -1 ? chunk.length : line + 1, zero === -1 ? chunk.length : zero]
    const length = Math.min(...ends) - at
    if (length === 0) return 0
    const sample = printable(chunk.subarray(at, at + Math.min(length, sampleBytes)))
    this.#add({ kind: 'other', offset: this.#bytes, length, sample })
    this.#bytes += length
    this.#atLineStart = chunk[at + length - 1] === newline
    return length
  }

  #take(byte: number): void {
    this.#bytes += 1
    this.#atLineStart = byte === newline || byte === 0
    if (isDigit(byte) && this.#line.length < longestLine) {
      this.#line.push(byte)
    } else if (byte === newline && this.#line.length > 0) {
      this.#endLine()
    } else {
      this.#giveUpLine(1)
      if (byte === 0) this.#add({ kind: 'zeros', offset: this.#bytes - 1, length: 1 })
      else this.#add({ kind: 'other', offset: this.#bytes - 1, length: 1, sample: printable([byte]) })
    }
  }

  #endLine(): void {
    const width = this.#line.length + 1
    const number = Number(String.fromCharCode(...this.#line))
    this.#line = []
    this.#add({
      kind: 'count',
      offset: this.#bytes - width,
      length: width,
      width,
      first: number,
      last: number,
    })
  }

  /** What looked like the beginning of a line was none. `behind` bytes have come since. */
  #giveUpLine(behind = 0): void {
    if (this.#line.length === 0) return
    const offset = this.#bytes - behind - this.#line.length
    this.#add({ kind: 'other', offset, length: this.#line.length, sample: printable(this.#line) })
    this.#line = []
  }

  /** Joins a stretch to the one before where they go on from each other. */
  #add(next: Segment): void {
    const before = this.#segments.at(-1)
    const joined = before && join(before, next)
    if (joined) this.#segments[this.#segments.length - 1] = joined
    else if (this.#segments.length < mostSegments) this.#segments.push(next)
    else this.#cutShort = true
  }
}

function join(before: Segment, next: Segment): Segment | null {
  if (before.offset + before.length !== next.offset) return null
  const length = before.length + next.length
  if (before.kind === 'zeros' && next.kind === 'zeros') return { ...before, length }
  if (before.kind === 'other' && next.kind === 'other') {
    const isWhole = before.length < sampleBytes
    const sample = isWhole ? before.sample + next.sample.slice(0, 4 * sampleBytes) : before.sample
    return { ...before, length, sample }
  }
  if (before.kind === 'count' && next.kind === 'count') {
    if (before.width !== next.width || before.last + 1 !== next.first) return null
    return { ...before, length, last: next.last }
  }
  return null
}

function isZeros(chunk: Buffer): boolean {
  for (let at = 0; at < chunk.length; at += zeroChunk.length) {
    const part = chunk.subarray(at, at + zeroChunk.length)
    if (!part.equals(zeroChunk.subarray(0, part.length))) return false
  }
  return true
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57
}

/** Bytes as text; what is not printable ASCII as `\xNN`. */
function printable(bytes: Iterable<number>): string {
  return [...bytes]
    .map(byte => (byte >= 32 && byte < 127 && byte !== 92 ? String.fromCharCode(byte) : escapeByte(byte)))
    .join('')
}

function escapeByte(byte: number): string {
  return `\\x${byte.toString(16).padStart(2, '0')}`
}
