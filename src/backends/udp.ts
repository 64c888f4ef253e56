import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Backend, HostEnd, HostSide } from '../model/case/backend.ts'
import { InfraError } from '../model/errors.ts'
import { inRange } from '../model/value/version.ts'
import { event } from './host-end/event.ts'
import { hostSide } from './host-end/host-side.ts'
import { receiveOnly } from './host-end/receive-only.ts'
import { host, pythonAddress } from './shared/loopback.ts'

type UdpHost = ChildProcessByStdio<Writable, Readable, Readable>

const program = fileURLToPath(new URL('./host-end/udp-host.js', import.meta.url))

/**
 * A chardev that sends each buffer of the guest as a datagram to a port of the host, whether a
 * socket is bound there or not. The host binds it when it opens the chardev.
 */
export function udp(): Backend {
  return {
    name: 'udp',
    needs: 'udp',
    options: (place, id, { version }) => [
      '-chardev',
      `udp,host=${host},port=${place.port}${ownAddress(version)},id=${id}`,
    ],
    address: place => `${host}:${place.port}`,
    typed: ({ port }) => ({
      prepare: [],
      open: [
        '$ python3',
        '>>> import socket',
        '>>> sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)',
        `>>> sock.bind(${pythonAddress(port)})`,
      ],
      receive: bytes => `sock.recv(${bytes})`,
      send: () => receiveOnly('udp'),
      endWriting: [],
      close: ['>>> sock.close()'],
    }),
    prepare: async place => prepared(place.port),
  }
}

/**
 * The address that QEMU binds; by default it receives from any address. 2.2 prints an error about this option and
 * ignores it, 2.3 calls abort(3) (both until commit b8981dc9aa).
 */
function ownAddress(version: string): string {
  return inRange(version, '>=2.2.50 <2.4.0') ? '' : `,localaddr=${host}`
}

function prepared(port: number): HostSide {
  const stops: (() => Promise<unknown>)[] = []
  const open: HostSide['open'] = async ({ signal }) => {
    signal.throwIfAborted()
    // An empty environment: options for our own Node are not meant for this process.
    const child = spawn(process.execPath, [program, String(port)], { env: {}, stdio: 'pipe' })
    const closed = new Promise(resolve => child.once('close', resolve))
    stops.push(async () => {
      child.kill('SIGKILL')
      if (child.pid !== undefined) await closed
    })
    await bound(child, port, signal)
    return udpEnd(child)
  }
  return hostSide(open, () => Promise.all(stops.map(stop => stop())))
}

/** Resolves when the process has bound its socket. Throws InfraError with its error message if it cannot. */
async function bound(child: UdpHost, port: number, signal: AbortSignal): Promise<void> {
  // A write to a process that has ended fails; its exit is handled elsewhere.
  child.stdin.on('error', () => undefined)
  const words = text(child.stderr)
  await event(child, 'spawn', signal)
  await event(child.stdout, 'readable', signal)
  if (child.stdout.read(1) === null)
    throw new InfraError(`cannot bind a UDP socket to ${host}:${port}: ${await words}`)
}

function udpEnd(child: UdpHost): HostEnd {
  return {
    read(onBytes) {
      child.stdout.removeAllListeners('data')
      child.stdout.on('data', onBytes)
      child.stdout.resume()
      child.stdin.write('r')
    },
    pause() {
      child.stdin.write('p')
      child.stdout.pause()
    },
    write: async () => receiveOnly('udp'),
    endWriting() {},
    close() {
      child.kill('SIGKILL')
    },
    onEnd(ended) {
      child.once('exit', () => ended('the process that held the socket ended'))
    },
  }
}
