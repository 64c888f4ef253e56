import { byteCycle } from '../model/case/byte-cycle.ts'
import type { Payload } from '../model/case/payload.ts'

/** A payload in which every byte value occurs, and the guest's command that writes it. */
export interface EveryByte {
  readonly payload: Payload & { readonly kind: 'text' }
  /** The shell command that writes the payload to `port` with one write. */
  into(port: string): string
}

/**
 * 4 KiB in which each of the 256 byte values occurs 16 times: what a mux, telnet or a terminal may take for its own is
 * among them (0x01, 0xff, CR, LF, XON and XOFF). Each block of 256 bytes begins 17 values later than the one before it.
 */
export function everyByte(): EveryByte {
  const { text, awk } = byteCycle
  return {
    payload: { kind: 'text', text, bytes: text.length },
    into: port => `printf "$(${awk})" | dd of=${port} bs=4k iflag=fullblock`,
  }
}
