import { alive, defineCase, noFlowControl, pty, stalled, virtserialport } from '../src/case.ts'

/**
 * Nobody opens the pty. The guest's port counts as not connected, and its writer sleeps.
 */
export default defineCase({
  title: 'pty chardev: nobody ever opens it',
  page: 'Testing',
  chardev: pty(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [{ ...noFlowControl, sometimes: true }],

  async script({ host, guest, port }) {
    await guest.start`dd if=/dev/zero of=${port} bs=64k count=1024`
    await host.idle('until stalled')
  },

  expect: [stalled(), alive()],
})
