import { createHash } from 'node:crypto'
import { countingLines } from '../../model/case/payload-chunks.ts'
import type { Segment } from '../../model/contract/observation.ts'
import { inputLimits } from '../../model/input-limits.ts'
import { joined, printable, sampleBytes } from './joined.ts'

const mostSegments = 200
/** No line of a counting payload is longer than this. */
const longestLine = inputLimits.payloadLine
/** Longer lines are compared in pieces: few of them are complete in one chunk. */
const longestShortLine = 1024
const zeroChunk = Buffer.alloc(64 * 1024)
const newline = 10
const mostLinesAtOnce = 256

/**
 * Describes a stream of bytes as segments: runs of zeros, gapless runs of the counting payload (`seq -w`), and anything
 * else. It does not know what was sent; the judge compares.
 */
export class Content {
  readonly #hash = createHash('sha256')
  readonly #segments: Segment[] = []
  #bytes = 0
  #cutShort = false
  /** The digits of an incomplete line. */
  #line: number[] = []
  #atLineStart = true
  #linesAtOnce = 1
  /** The long line that is expected next, and how much of it has arrived. */
  #long: { readonly line: Buffer; readonly number: number; matched: number } | null = null

  get bytes(): number {
    return this.#bytes
  }

  push(chunk: Buffer): void {
    if (chunk.length === 0) return
    this.#hash.update(chunk)
    if (this.#line.length === 0 && this.#long === null && isZeros(chunk)) {
      this.#add({ kind: 'zeros', offset: this.#bytes, length: chunk.length })
      this.#bytes += chunk.length
      this.#atLineStart = true
      return
    }
    for (let at = 0; at < chunk.length; ) {
      const length = this.#takeLines(chunk, at) || this.#takeLongLine(chunk, at) || this.#takeText(chunk, at)
      if (length === 0) this.#takeByte(chunk[at] ?? 0)
      at += Math.max(1, length)
    }
  }

  /** The description so far. An incomplete line counts as something else. */
  describe(): { bytes: number; sha256: string; segments: readonly Segment[]; cutShort: boolean } {
    this.#dropLongLine()
    this.#dropLine()
    return {
      bytes: this.#bytes,
      sha256: this.#hash.copy().digest('hex'),
      segments: [...this.#segments],
      cutShort: this.#cutShort,
    }
  }

  /** Consumes the complete lines at `at` that continue the last run: all at once, because byte by byte is slow. */
  #takeLines(chunk: Buffer, at: number): number {
    const before = this.#lastRun()
    if (this.#line.length > 0 || before === null || before.width > longestShortLine) return 0
    const { width, last } = before
    const lines = Math.min(Math.floor((chunk.length - at) / width), this.#linesAtOnce)
    if (lines === 0) return 0
    const length = lines * width
    const expected = countingLines(last + 1, last + lines, width)
    const continues = chunk.subarray(at, at + length).equals(expected)
    // Compares few lines at a time where many are damaged.
    this.#linesAtOnce = continues ? Math.min(2 * this.#linesAtOnce, mostLinesAtOnce) : 1
    if (!continues) return 0
    this.#add({ kind: 'count', offset: this.#bytes, length, width, first: last + 1, last: last + lines })
    this.#bytes += length
    return length
  }

  /** Consumes a piece of the long line that continues the count. */
  #takeLongLine(chunk: Buffer, at: number): number {
    if (this.#line.length > 0) return 0
    const before = this.#lastRun()
    if (this.#long === null && before !== null && before.width > longestShortLine) {
      const number = before.last + 1
      this.#long = { line: countingLines(number, number, before.width), number, matched: 0 }
    }
    if (this.#long === null) return 0
    const { line, number, matched } = this.#long
    const piece = chunk.subarray(at, at + line.length - matched)
    if (!piece.equals(line.subarray(matched, matched + piece.length))) return this.#dropLongLine()
    this.#long.matched += piece.length
    this.#bytes += piece.length
    if (this.#long.matched < line.length) return piece.length
    this.#long = null
    this.#addLine(number, line.length)
    return piece.length
  }

  /** The long line is not the expected one: its beginning is handled byte by byte. */
  #dropLongLine(): 0 {
    if (this.#long !== null) this.#line = [...this.#long.line.subarray(0, this.#long.matched)]
    this.#long = null
    return 0
  }

  /** The run of lines at the end of the bytes so far, or null. */
  #lastRun(): (Segment & { kind: 'count' }) | null {
    const last = this.#segments.at(-1)
    return last?.kind === 'count' && last.offset + last.length === this.#bytes ? last : null
  }

  /** Consumes the rest of a line that is no number, from `at` on: at once, because byte by byte is slow. */
  #takeText(chunk: Buffer, at: number): number {
    // A long line that ended amid it is described first.
    if (this.#line.length > 0 || (this.#atLineStart && isDigit(chunk[at]))) return 0
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

  #takeByte(byte: number): void {
    this.#bytes += 1
    this.#atLineStart = byte === newline || byte === 0
    if (isDigit(byte) && this.#line.length < longestLine) {
      this.#line.push(byte)
    } else if (byte === newline && this.#line.length > 0) {
      this.#endLine()
    } else {
      this.#dropLine(1)
      if (byte === 0) this.#add({ kind: 'zeros', offset: this.#bytes - 1, length: 1 })
      else this.#add({ kind: 'other', offset: this.#bytes - 1, length: 1, sample: printable([byte]) })
    }
  }

  #endLine(): void {
    const number = numberIn(this.#line)
    const width = this.#line.length + 1
    if (number === null) {
      this.#line.push(newline)
      this.#dropLine()
      return
    }
    this.#line = []
    this.#addLine(number, width)
  }

  #addLine(number: number, width: number): void {
    const offset = this.#bytes - width
    this.#add({ kind: 'count', offset, length: width, width, first: number, last: number })
  }

  /** The digits so far are not a line of the payload. `behind` bytes have arrived since. */
  #dropLine(behind = 0): void {
    if (this.#line.length === 0) return
    const { length } = this.#line
    const number = length > sampleBytes ? numberIn(this.#line) : null
    this.#add({
      kind: 'other',
      offset: this.#bytes - behind - length,
      length,
      sample: printable(this.#line.slice(0, sampleBytes)),
      ...(number === null ? {} : { number }),
    })
    this.#line = []
  }

  /** Adds a segment, joined to the previous one if it continues it. */
  #add(next: Segment): void {
    const before = this.#segments.at(-1)
    const both = before && joined(before, next)
    if (both) this.#segments[this.#segments.length - 1] = both
    else if (this.#segments.length < mostSegments) this.#segments.push(next)
    else this.#cutShort = true
  }
}

function isZeros(chunk: Buffer): boolean {
  for (let at = 0; at < chunk.length; at += zeroChunk.length) {
    const part = chunk.subarray(at, at + zeroChunk.length)
    if (!part.equals(zeroChunk.subarray(0, part.length))) return false
  }
  return true
}

/** The number that the digits form; null if it is not a safe integer in JSON. */
function numberIn(digits: readonly number[]): number | null {
  const number = Number(Buffer.from(digits).toString('latin1'))
  return Number.isSafeInteger(number) ? number : null
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57
}
