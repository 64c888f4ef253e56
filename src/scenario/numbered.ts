import { counting } from '../judge/payload.ts'
import { UsageError } from '../model/errors.ts'
import type { Payload } from '../model/payload.ts'
import { type Size, sizeBytes } from '../model/units.ts'

/** A payload of numbered blocks, with the guest's command that writes it. */
export interface Numbered {
  readonly payload: Payload & { readonly kind: 'counting' }
  /** Shell text: writes it, a block at a time. */
  into(port: string): string
}

/**
 * As many bytes as `dd if=/dev/zero` would write, a block at a time, but each block is a line with its number, padded with
 * zeros: a block that is lost, comes again or overtakes another shows. What pads stands between the numbers that `seq`
 * prints, so that 64 MiB cost a guest under TCG a third of a second, and the pipe into dd about one more.
 */
export function numbered(size: Size, block: Size = '64 KiB'): Numbered {
  const width = sizeBytes(block)
  const lines = sizeBytes(size) / width
  if (!Number.isInteger(lines)) throw new UsageError(`wanted whole blocks of ${block}, got ${size}`)
  const padding = width - 1 - String(lines).length
  const between = `between=$(printf '\\n%0${padding}d' 0)`
  return {
    payload: counting({ lines, width }),
    into: port =>
      `${between}; (printf %s "\${between#?}"; seq -w -s "$between" 1 ${lines}) | dd of=${port} bs=${width / 1024}k iflag=fullblock`,
  }
}
