import { Duplex } from 'node:stream'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import type { HostEnd, Opening } from '../../model/case/backend.ts'
import { connect } from './connect.ts'
import { ExactSocket, type Parser } from './exact-socket.ts'
import { inPieces } from './in-pieces.ts'
import { streamEnd } from './stream-end.ts'
import { tcpEnd } from './tcp-end.ts'

interface Server {
  readonly host: string
  readonly port: number
  /** The certificate of the authority that signed the server's, in PEM. */
  readonly authority: string
}

/**
 * A host end over TLS. Node's TLSSocket always reads ahead, so it gets its bytes through a pipe that is filled one record
 * at a time, and only while there is a reader: TLS itself during the handshake, then the caller.
 */
export async function tlsEnd(
  { host, port, authority }: Server,
  { signal, pieces }: Opening,
): Promise<HostEnd> {
  const exact = new ExactSocket()
  await connect(exact.socket, { host, port }, signal)
  const wire = inPieces(tcpEnd(exact.socket), exact.socket, pieces)
  const pipe = new Duplex({
    read: () => undefined,
    write: (chunk: Buffer, _, done) => void wire.write(chunk).then(() => done(), done),
    final: done => done(void wire.endWriting()),
  })
  exact.parse(records(record => pipe.push(record)))
  wire.onEnd(() => pipe.push(null))
  const secured = connectTls({ socket: pipe, ca: authority, servername: 'localhost' })
  const end = streamEnd(secured)
  const close = () => {
    end.close()
    wire.close()
  }
  exact.socket.resume()
  try {
    await shakenHands(secured, signal)
    exact.socket.pause()
    await allIsSent(secured)
  } catch (error) {
    close()
    throw error
  }
  return {
    ...end,
    read(onBytes) {
      end.read(onBytes)
      exact.socket.resume()
    },
    pause() {
      exact.socket.pause()
      end.pause()
    },
    close,
    reset() {
      wire.reset()
      end.close()
    },
  }
}

/** Parses whole TLS records (RFC 8446, 5.1). */
function* records(onRecord: (record: Buffer) => void): Parser {
  for (;;) {
    const head = yield 5
    onRecord(Buffer.concat([head, yield head.readUInt16BE(3)]))
  }
}

/**
 * In TLS 1.3 the client's handshake is over before its last message has been written: Node writes it after the one
 * before. An empty write completes after both (20.20, TLSWrap::DoWrite).
 */
function allIsSent(secured: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    secured.write(Buffer.alloc(0), error => (error ? reject(error) : resolve()))
  })
}

function shakenHands(secured: TLSSocket, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    secured.pause()
    secured.once('secureConnect', resolve)
    secured.once('error', reject)
    secured.once('close', () => reject(new Error('closed')))
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
