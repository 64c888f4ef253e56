import type { Socket } from 'node:net'
import type { HostEnd, Pieces } from '../../model/case/backend.ts'

/** The end of a socket, which sends in these pieces if there are any. So does a protocol over it (TLS, websocket). */
export function inPieces<End extends HostEnd>(end: End, socket: Socket, pieces: Pieces | undefined): End {
  if (pieces === undefined) return end
  // Otherwise a small piece waits until the last one is acknowledged, and is sent with the next (RFC 896).
  socket.setNoDelay()
  const sendAll = async (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; at += pieces.bytes) {
      await end.write(bytes.subarray(at, at + pieces.bytes))
      await pieces.seen()
    }
  }
  let last: Promise<unknown> = Promise.resolve()
  return {
    ...end,
    write(bytes) {
      const sent = last.then(() => sendAll(bytes))
      last = sent.catch(() => undefined)
      return sent
    },
  }
}
