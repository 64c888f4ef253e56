import { counting } from '../judge/content/payload.ts'
import type { Payload } from '../model/case/payload.ts'
import { UsageError } from '../model/errors.ts'
import { type Size, sizeBytes } from '../model/value/units.ts'

/** A payload of numbered blocks, and the guest's command that writes it. */
export interface Numbered {
  readonly payload: Payload & { readonly kind: 'counting' }
  /** The shell command that writes the payload to `port`, a block at a time. */
  into(port: string): string
  /** The shell command that writes these lines to its standard output, a block at a time. */
  part(first: number, last: number): string
}

/**
 * A payload of `size` in blocks of `block`. Each block is a line with its number, padded with zeros, so a block that is
 * lost, doubled or out of order shows. `seq` prints the padding between two numbers; it starts with 0, which dd skips.
 * 64 MiB take a guest under TCG 1 s (2.5 s with `printf` for each line, 60 s as lines of 8 bytes). Throws UsageError when
 * `size` is not a multiple of `block`.
 */
export function numbered(size: Size, block: Size = '64 KiB'): Numbered {
  const width = sizeBytes(block)
  const lines = sizeBytes(size) / width
  if (!Number.isInteger(lines)) throw new UsageError(`expected whole blocks of ${block}, got ${size}`)
  const digits = String(lines).length
  const between = `"$(printf '\\n%0${width - 1 - digits}d' 0)"`
  const write = (range: string, to: string) =>
    `seq -w -s ${between} ${range} | dd ${to}bs=${width / 1024}k iflag=fullblock,skip_bytes skip=${digits + 1}`
  return {
    payload: counting({ lines, width }),
    into: port => write(`0 ${lines}`, `of=${port} `),
    part(first, last) {
      if (String(last).length !== digits)
        throw new UsageError(`expected a part that ends with ${digits} digits`)
      return write(`${first - 1} ${last}`, '')
    },
  }
}
