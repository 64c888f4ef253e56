import { alive, defineCase, noFlowControl, stalled, timed, unix, virtserialport } from '../src/case.ts'

/**
 * The host leaves for good while the guest's writer is blocked. The port then counts as closed: the writer sleeps, and
 * the guest keeps running.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: the host closes while the writer is blocked',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    await guest.start`dd if=/dev/zero of=${port} bs=64k count=1024`
    await host.idle('until stalled')
    await peer.close()
    await host.idle('for 20 beats')
  },

  expect: [stalled(), timed({ closes: 'writer blocked' }), alive()],
})
