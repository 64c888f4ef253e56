import type { Parser } from './exact-socket.ts'

const longestHead = 8192

/** Parses the head of QEMU's answer to a handshake byte by byte, so that nothing after it is read. */
export function* httpHead(done: (head: string) => void): Parser {
  let head = ''
  while (!head.endsWith('\r\n\r\n') && head.length < longestHead) head += (yield 1).toString('latin1')
  done(head)
}

/** Parses the data of a server's frames (RFC 6455) and drops control frames; never returns. */
export function* frames(onData: (data: Buffer) => void): Parser {
  for (;;) {
    const [first = 0, second = 0] = yield 2
    const isControl = (first & 0x08) !== 0
    const data = yield yield* length(second & 0x7f)
    if (!isControl && data.length > 0) onData(data)
  }
}

function* length(short: number): Generator<number, number, Buffer> {
  if (short === 126) return (yield 2).readUInt16BE()
  if (short === 127) return Number((yield 8).readBigUInt64BE())
  return short
}

/** Data as a client must send it: one binary frame, masked; a mask of zeros leaves it as it is. */
export function frame(data: Buffer): Buffer {
  const isLong = data.length > 0xffff
  const size = Buffer.alloc(isLong ? 8 : 2)
  if (isLong) size.writeBigUInt64BE(BigInt(data.length))
  else size.writeUInt16BE(data.length)
  return Buffer.concat([Buffer.from([0x82, isLong ? 0xff : 0xfe]), size, Buffer.alloc(4), data])
}
