import { defineCase, sentInPieces, tls, virtserialport } from '../src/case.ts'

/** A slow TLS client: QEMU must reassemble the messages of the handshake, and the records. */
export default defineCase({
  title: 'TCP chardev as TLS server: the host performs the handshake and sends in pieces of 5 bytes',
  chardev: tls(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ...sentInPieces(),
})
