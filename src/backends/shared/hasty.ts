import { Socket } from 'node:net'
import type { HostSide, Typed } from '../../model/case/backend.ts'
import { connect } from '../host-end/connect.ts'
import { tcpEnd } from '../host-end/tcp-end.ts'
import { host, pythonAddress } from './loopback.ts'

/** A host side whose handshake can be left amid: `beginning` is what the host has sent by then. */
export function hasty<Side extends HostSide>(side: Side, port: number, beginning: Buffer): Side {
  return {
    ...side,
    async leaveAmid({ signal }) {
      const socket = new Socket()
      socket.pause()
      await connect(socket, { host, port }, signal)
      const end = tcpEnd(socket)
      // QEMU may have hung up already.
      if (beginning.length > 0) await end.write(beginning).catch(() => undefined)
      end.close()
    },
  }
}

/** The same in Python. */
export function pythonHasty(typed: Typed, port: number, beginning: Buffer): Typed {
  const bytes = [...beginning].map(byte => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
  return {
    ...typed,
    leaveAmid: [
      '$ python3',
      '>>> import socket',
      `>>> passer = socket.create_connection(${pythonAddress(port)})`,
      ...(beginning.length === 0 ? [] : [`>>> passer.sendall(b"${bytes}")`]),
      '>>> passer.close()',
    ],
  }
}
