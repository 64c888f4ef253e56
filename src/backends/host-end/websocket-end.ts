import type { HostEnd } from '../../model/case/backend.ts'
import { InfraError } from '../../model/errors.ts'
import { host } from '../shared/loopback.ts'
import type { Parser } from './exact-socket.ts'
import { frame, frames, httpHead } from './websocket-parser.ts'

/** What a websocket is spoken over: an end, and its bytes in the pieces that a parser asks for. It is paused at first. */
interface Wire {
  readonly end: HostEnd
  parse(parser: Parser): void
  resume(): void
  pause(): void
}

/** The handshake that QEMU expects (io/channel-websock.c), in lines; the key may be any 16 bytes, in base64. */
export const request: readonly string[] = [
  'GET / HTTP/1.1',
  `Host: ${host}`,
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
  'Sec-WebSocket-Protocol: binary',
  '',
  '',
]

/** The first half of it. */
export const halfRequest: Buffer = Buffer.from(request.slice(0, 4).join('\r\n'))

/** A host end over a websocket, after its handshake. */
export async function websocketEnd(wire: Wire, signal: AbortSignal): Promise<HostEnd> {
  const { end } = wire
  try {
    await shakeHands(wire, signal)
  } catch (error) {
    end.close()
    throw error
  }
  let take: (data: Buffer) => void = () => undefined
  wire.parse(frames(data => take(data)))
  return {
    ...end,
    read(onBytes) {
      take = onBytes
      wire.resume()
    },
    pause: () => wire.pause(),
    write: bytes => end.write(frame(bytes)),
  }
}

/** Reads QEMU's answer and nothing after it. Throws InfraError for an unexpected answer. */
async function shakeHands(wire: Wire, signal: AbortSignal): Promise<void> {
  const answered = new Promise<string>((resolve, reject) => {
    wire.parse(httpHead(resolve))
    wire.end.onEnd(why => reject(new InfraError(`QEMU ended the websocket handshake: ${why}`)))
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  wire.resume()
  wire.end.write(Buffer.from(request.join('\r\n'))).catch(() => undefined)
  const head = await answered
  if (!/^HTTP\/1\.1 101 /.test(head)) {
    throw new InfraError(`expected QEMU to speak websocket, but it answered '${head.split('\r\n', 1)[0]}'`)
  }
}
