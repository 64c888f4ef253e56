import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/** Writes zeros until the other side takes no more for 100 ms; resolves with the bytes that left this process. */
export async function fill(socket: Socket): Promise<number> {
  const chunk = Buffer.alloc(16 * 1024)
  for (let left = 400; left > 0 && socket.write(chunk); left--);
  let before = -1
  while (before !== socket.bytesWritten - socket.writableLength) {
    before = socket.bytesWritten - socket.writableLength
    while (socket.writableLength === 0 && socket.write(chunk));
    await delay(100)
  }
  return before
}
