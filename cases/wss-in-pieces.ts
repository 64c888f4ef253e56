import { defineCase, sentInPieces, virtserialport, wss } from '../src/case.ts'

/**
 * A slow websocket client over TLS: at first only a part of the TLS record with its request arrives, which TLS cannot
 * decrypt (docs/findings/wss-crash.md).
 */
export default defineCase({
  title:
    'TCP chardev as websocket server over TLS: the host performs the handshake and sends in pieces of 5 bytes',
  chardev: wss(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '<11.1.0',
      symptom: 'crash',
      why: 'a part of a TLS record is no data yet, which qio_channel_websock_handshake_read (io/channel-websock.c, 5.2 to 10.0) takes for a failure, and its caller reads the message of an error that is NULL; 11.1.3 waits for the rest',
    },
  ],
  ...sentInPieces(),
})
