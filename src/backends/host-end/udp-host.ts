import { createSocket } from 'node:dgram'
import { read, readSync, writeSync } from 'node:fs'

/*
 * The host of a udp chardev, as a separate process: `node udp-host.js PORT`. Node's dgram socket receives from the moment
 * it is bound; only a blocked process lets the kernel's buffer fill. Reads single letters from stdin: `r` receives, `p`
 * pauses; the end of stdin ends the process. Writes `b` to stdout when the socket is bound, then the received bytes.
 */
const stdin = 0
const stdout = 1
const letter = Buffer.alloc(1)

const socket = createSocket('udp4')
socket.on('message', bytes => write(bytes))
socket.once('error', error => {
  writeSync(2, error.message)
  process.exit(1)
})
// Before the next iteration of the event loop, which would receive.
socket.once('listening', () => {
  write(Buffer.from('b'))
  pause()
})
socket.bind(Number(process.argv[2]), '127.0.0.1')

/** Blocks until it is told to receive. */
function pause(): void {
  do obeyEnd(readSync(stdin, letter))
  while (letter.toString() !== 'r')
  receive()
}

/** Lets the event loop receive until it is told to pause. */
function receive(): void {
  read(stdin, letter, 0, 1, null, (error, bytes) => {
    obeyEnd(error ? 0 : bytes)
    if (letter.toString() === 'p') pause()
    else receive()
  })
}

function obeyEnd(bytes: number): void {
  if (bytes === 0) process.exit(0)
}

function write(bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(stdout, bytes, at)
}
