import { defineCase, sentInPieces, virtserialport, websocket } from '../src/case.ts'

/** A slow websocket client: QEMU must put the request and the frames together. */
export default defineCase({
  title: 'TCP chardev as websocket server: the host shakes hands and sends in pieces of 5 bytes',
  chardev: websocket(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ...sentInPieces(),
})
