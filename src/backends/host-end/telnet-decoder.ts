const IAC = 255
const SE = 240
const SB = 250
const WILL = 251

/**
 * Removes the telnet protocol from a stream (RFC 854): negotiations (IAC WILL, WONT, DO, DONT and an option),
 * subnegotiations (IAC SB … IAC SE) and other commands; a doubled IAC is one byte 255. Chunks may end anywhere. QEMU
 * sends four negotiations first and none later. It does not double 255 in the guest's data (chardev/char-socket.c, 5.2
 * to 10.0, has no code for it), so a real telnet client takes those bytes for commands.
 */
export class TelnetDecoder {
  #state: 'data' | 'command' | 'option' | 'sub' | 'sub-command' = 'data'

  /** The data in a chunk. */
  decode(chunk: Buffer): Buffer {
    if (this.#state === 'data' && !chunk.includes(IAC)) return chunk
    const data = Buffer.allocUnsafe(chunk.length)
    let length = 0
    for (const byte of chunk) if (this.#isData(byte)) data[length++] = byte
    return data.subarray(0, length)
  }

  #isData(byte: number): boolean {
    switch (this.#state) {
      case 'data':
        if (byte !== IAC) return true
        this.#state = 'command'
        return false
      case 'command':
        this.#state = byte === SB ? 'sub' : byte >= WILL && byte < IAC ? 'option' : 'data'
        return byte === IAC
      case 'option':
        this.#state = 'data'
        return false
      case 'sub':
        if (byte === IAC) this.#state = 'sub-command'
        return false
      case 'sub-command':
        this.#state = byte === SE ? 'data' : 'sub'
        return false
    }
  }
}

/** Data in telnet's encoding: every 255 is doubled. */
export function telnetEncoded(data: Buffer): Buffer {
  if (!data.includes(IAC)) return data
  return Buffer.from([...data].flatMap(byte => (byte === IAC ? [IAC, IAC] : [byte])))
}
