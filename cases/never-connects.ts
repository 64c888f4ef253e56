import { alive, defineCase, stalled, unix, virtserialport } from '../src/case.ts'

/**
 * Nobody connects to the socket. The guest's port counts as not connected, and its writer sleeps.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: nobody ever connects',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),

  async script({ host, guest, port }) {
    await guest.start`dd if=/dev/zero of=${port} bs=64k count=1024`
    await host.idle('until stalled')
  },

  expect: [stalled(), alive()],
})
