import { alive, counting, defineCase, intact, noFlowControl, unix, virtconsole } from '../src/case.ts'

/**
 * A virtio console instead of the port. The guest's driver would spin in the kernel, so QEMU drops what the host does
 * not accept. Loss is correct here; a freeze would not be.
 */
export default defineCase({
  title: 'virtconsole on a UNIX socket: the host connects and never reads',
  chardev: unix({ server: true }),
  frontend: virtconsole(),
  known: [
    noFlowControl,
    {
      qemu: '>=1.5.0',
      symptom: 'loss',
      why: 'a console must not stop its guest: QEMU drops what the host does not accept (hw/char/virtio-console.c, flush_buf)',
    },
  ],

  async script({ host, guest, port }) {
    const peer = await host.open() // ... and read nothing
    const seq =
      await guest.start`(stty raw -echo; seq -w 1 3000 | dd bs=5 iflag=fullblock) < ${port} > ${port}`
    await seq.exit(0)
    await peer.drain(counting({ lines: 3000 }))
  },

  expect: [alive(), intact(counting({ lines: 3000 }))],
})
