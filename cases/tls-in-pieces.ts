import { defineCase, sentInPieces, tls, virtserialport } from '../src/case.ts'

/** A slow TLS client: QEMU must put the messages of the handshake, and the records, together. */
export default defineCase({
  title: 'TCP chardev as TLS server: the host shakes hands and sends in pieces of 5 bytes',
  chardev: tls(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ...sentInPieces(),
})
