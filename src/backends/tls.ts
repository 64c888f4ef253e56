import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Backend, HostEnd, Place, Typed } from '../model/case/backend.ts'
import { quoted } from '../model/value/option-text.ts'
import { hostSide } from './host-end/host-side.ts'
import { tlsEnd } from './host-end/tls-end.ts'
import { hasty, pythonHasty } from './shared/hasty.ts'
import { host, pythonAddress } from './shared/loopback.ts'
import { pythonSocket } from './shared/python-socket.ts'
import { pythonTls } from './shared/python-tls.ts'
import { tcpSocket } from './tcp.ts'

/** A TLS record of 512 bytes with a ClientHello (RFC 8446, 4.1.2), broken off after its version. */
const halfHello = Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3])

/** A TCP socket chardev on which QEMU is a TLS server (tls-creds-x509), with certificates made for this run only. */
export function tls(): Backend {
  return {
    ...tlsSocket('', async end => end),
    name: 'tls server',
    since: '2.6.0',
    typed: typedTls,
  }
}

/** The parts of any chardev over TLS. `mode`: more of QEMU's options; `over`: what is spoken over it. */
export function tlsSocket(
  mode: string,
  over: (end: HostEnd, signal: AbortSignal) => Promise<HostEnd>,
): Pick<Backend, 'needs' | 'options' | 'address' | 'prepare'> {
  const socket = tcpSocket(() => `,server=on,wait=off,tls-creds=tls0${mode}`)
  return {
    ...socket,
    options: (place, id, target) => [
      ...['-object', `tls-creds-x509,id=tls0,dir=${quoted(folder(place))},endpoint=server,verify-peer=no`],
      ...socket.options(place, id, target),
    ],
    async prepare(place) {
      // Loaded late: node-forge takes 100 ms to load, and every case imports this file.
      const { makeCertificates } = await import('./shared/certificates.ts')
      const { authority, certificate, key } = await makeCertificates()
      await mkdir(folder(place))
      await writeFile(join(folder(place), 'ca-cert.pem'), authority)
      await writeFile(join(folder(place), 'server-cert.pem'), certificate)
      await writeFile(join(folder(place), 'server-key.pem'), key, { mode: 0o600 })
      const side = hostSide(
        async opening => over(await tlsEnd({ host, port: place.port, authority }, opening), opening.signal),
        () => rm(folder(place), { recursive: true, force: true }),
      )
      return hasty({ ...side, inPieces: true }, place.port, halfHello)
    },
  }
}

function folder(place: Place): string {
  return place.path('tls')
}

/** TLS over a TCP socket, in Python. */
export function typedTls(place: Place): Typed {
  const files = folder(place)
  const plain = pythonSocket('AF_INET', pythonAddress(place.port), true)
  const hasty = pythonHasty(plain, place.port, halfHello)
  return {
    ...hasty,
    prepare: certificates(files),
    ...pythonTls(plain, join(files, 'ca-cert.pem')),
  }
}

/** The openssl commands (3.0 or later) that make what `prepare` makes. */
function certificates(files: string): string[] {
  const make = (name: string, options: string) =>
    `$ openssl req -x509 -newkey rsa:2048 -nodes -keyout ${files}/${name}-key.pem -out ${files}/${name}-cert.pem ${options}`
  const authority = '-subj /CN=authority -addext keyUsage=critical,keyCertSign'
  const signed = `-CA ${files}/ca-cert.pem -CAkey ${files}/ca-key.pem`
  const use = '-addext basicConstraints=critical,CA:FALSE -addext subjectAltName=DNS:localhost'
  return [`$ mkdir ${files}`, make('ca', authority), make('server', `-subj /CN=localhost ${use} ${signed}`)]
}
