import type { Socket } from 'node:net'
import type { HostEnd } from '../../model/case/backend.ts'

/**
 * A host end over a stream socket that was paused before it was connected: otherwise Node reads 65,536 bytes ahead even
 * without a listener, and "never reads" would not be true. The socket allows half-open connections, so that writing can
 * go on after the other side has shut down its sending side.
 */
export function streamEnd(socket: Socket): HostEnd {
  // Never removed: an error that nothing waits for must not end the process. `close` follows it.
  socket.on('error', () => undefined)
  return {
    read(onBytes) {
      socket.removeAllListeners('data')
      socket.on('data', onBytes)
      socket.resume()
    },
    pause() {
      socket.pause()
    },
    write(bytes) {
      return new Promise((resolve, reject) => {
        socket.write(bytes, error => (error ? reject(error) : resolve()))
      })
    },
    endWriting() {
      socket.end()
    },
    close() {
      socket.destroy()
    },
    onEnd(ended) {
      let told = false
      const tell = (why: string) => {
        if (!told) ended(why)
        told = true
      }
      socket.once('error', error => tell(error.message))
      socket.once('end', () => tell('the other side closed'))
      socket.once('close', () => tell('closed'))
    },
  }
}
