import { defineCase, sentInPieces, virtserialport, websocket } from '../src/case.ts'

/** A slow websocket client: QEMU must reassemble the request, and the frames. */
export default defineCase({
  title: 'TCP chardev as websocket server: the host performs the handshake and sends in pieces of 5 bytes',
  chardev: websocket(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ...sentInPieces(),
})
