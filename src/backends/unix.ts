import { createServer, Socket } from 'node:net'
import type { Backend, HostEnd, HostSide, Place, Typed } from '../model/backend.ts'
import { quoted } from './option-text.ts'
import { streamEnd } from './stream-end.ts'

/**
 * A UNIX socket chardev. As server QEMU listens and does not wait; as client it connects to the host,
 * which therefore listens before QEMU starts. `server=on,wait=off` parses from 1.4 to 11.1; `wait=` must not
 * be given to a client.
 */
export function unix({ server }: { readonly server: boolean }): Backend {
  return {
    name: server ? 'unix server' : 'unix client',
    needs: 'socket',
    option: place => `socket,path=${quoted(place.path('chardev'))}${server ? ',server=on,wait=off' : ''}`,
    typed: place => typed(place.path('chardev'), server),
    prepare: place => (server ? Promise.resolve(connecting(place)) : listening(place)),
  }
}

function connecting(place: Place): HostSide {
  return {
    open: signal => connect(place.path('chardev'), signal),
    close: () => Promise.resolve(),
  }
}

function connect(path: string, signal: AbortSignal): Promise<HostEnd> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const socket = new Socket()
    const giveUp = () => {
      socket.destroy()
      reject(signal.reason)
    }
    signal.addEventListener('abort', giveUp, { once: true })
    socket.pause()
    socket.once('error', reject)
    socket.connect({ path }, () => {
      signal.removeEventListener('abort', giveUp)
      socket.off('error', reject)
      resolve(streamEnd(socket))
    })
  })
}

async function listening(place: Place): Promise<HostSide> {
  const waiting: Socket[] = []
  const wanted: ((socket: Socket) => void)[] = []
  const server = createServer({ pauseOnConnect: true }, socket => {
    const next = wanted.shift()
    if (next) next(socket)
    else waiting.push(socket)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(place.path('chardev'), resolve)
  })
  return {
    open: signal =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted()
        const socket = waiting.shift()
        if (socket) return resolve(streamEnd(socket))
        signal.addEventListener('abort', () => reject(signal.reason), { once: true })
        wanted.push(socket => resolve(streamEnd(socket)))
      }),
    close: () =>
      new Promise(resolve => {
        for (const socket of waiting) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function typed(path: string, server: boolean): Typed {
  const read = (bytes: number) => [
    `>>> left = ${bytes}`,
    '>>> while left > 0:',
    '...     left -= len(sock.recv(65536))',
    '...',
    '>>> left',
    '0',
  ]
  const python = ['$ python3', '>>> import socket']
  if (server) {
    return {
      prepare: [],
      open: [...python, '>>> sock = socket.socket(socket.AF_UNIX)', `>>> sock.connect("${path}")`],
      drain: read,
      close: ['>>> sock.close()'],
    }
  }
  return {
    prepare: [
      ...python,
      '>>> listener = socket.socket(socket.AF_UNIX)',
      `>>> listener.bind("${path}")`,
      '>>> listener.listen()',
    ],
    open: ['>>> sock, _ = listener.accept()'],
    drain: read,
    close: ['>>> sock.close()'],
  }
}
