import { createHash } from 'node:crypto'
import { countingLines } from '../../model/case/payload-chunks.ts'
import type { Segment } from '../../model/contract/observation.ts'
import { joined, printable, sampleBytes } from './joined.ts'

const mostSegments = 200
/** No line of a counting payload is longer than this; a longer one is something else. */
const longestLine = 64 * 1024
/** Lines that are longer than this are compared piece by piece: few of them are whole in one chunk. */
const longestShortLine = 1024
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
  /** The long line that should come next, and how much of it has come. */
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
      const length =
        this.#line.length > 0
          ? 0
          : this.#counted(chunk, at) || this.#goesOn(chunk, at) || this.#plain(chunk, at)
      if (length === 0) this.#take(chunk[at] ?? 0)
      at += Math.max(1, length)
    }
  }

  /** The description so far. A line that has not ended counts as something else. */
  describe(): { bytes: number; sha256: string; segments: readonly Segment[]; cutShort: boolean } {
    this.#giveUpLong()
    this.#giveUpLine()
    return {
      bytes: this.#bytes,
      sha256: this.#hash.copy().digest('hex'),
      segments: [...this.#segments],
      cutShort: this.#cutShort,
    }
  }

  /** Takes whole lines, from `at` on, that go on where the last stretch ends: all at once, as byte by byte is slow. */
  #counted(chunk: Buffer, at: number): number {
    const before = this.#stretch()
    if (before === null || before.width > longestShortLine) return 0
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

  /** Takes a piece of the long line that goes on counting. */
  #goesOn(chunk: Buffer, at: number): number {
    const before = this.#stretch()
    if (this.#long === null && before !== null && before.width > longestShortLine) {
      const number = before.last + 1
      this.#long = { line: countingLines(number, number, before.width), number, matched: 0 }
    }
    if (this.#long === null) return 0
    const { line, number, matched } = this.#long
    const piece = chunk.subarray(at, at + line.length - matched)
    if (!piece.equals(line.subarray(matched, matched + piece.length))) return this.#giveUpLong()
    this.#long.matched += piece.length
    this.#bytes += piece.length
    if (this.#long.matched < line.length) return piece.length
    this.#long = null
    this.#addLine(number, line.length)
    return piece.length
  }

  /** The long line goes on otherwise: what has come of it is taken byte by byte. */
  #giveUpLong(): 0 {
    if (this.#long !== null) this.#line = [...this.#long.line.subarray(0, this.#long.matched)]
    this.#long = null
    return 0
  }

  /** The stretch of lines that the bytes so far end with. */
  #stretch(): (Segment & { kind: 'count' }) | null {
    const last = this.#segments.at(-1)
    return last?.kind === 'count' && last.offset + last.length === this.#bytes ? last : null
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
    const number = numberIn(this.#line)
    const width = this.#line.length + 1
    if (number === null) {
      this.#line.push(newline)
      this.#giveUpLine()
      return
    }
    this.#line = []
    this.#addLine(number, width)
  }

  #addLine(number: number, width: number): void {
    const offset = this.#bytes - width
    this.#add({ kind: 'count', offset, length: width, width, first: number, last: number })
  }

  /** What looked like the beginning of a line was none. `behind` bytes have come since. */
  #giveUpLine(behind = 0): void {
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

  /** Joins a stretch to the one before where they go on from each other. */
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

/** The number that digits make, padded with zeros or not; null when JSON would not hold it. */
function numberIn(digits: readonly number[]): number | null {
  const number = Number(Buffer.from(digits).toString('latin1'))
  return Number.isSafeInteger(number) ? number : null
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57
}
