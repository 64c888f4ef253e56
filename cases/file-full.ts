import { alive, calm, defineCase, file, spinStarves, stalled, virtserialport } from '../src/case.ts'

/**
 * The disk of the file is full (/dev/full stands for it). QEMU must hold the guest's writer back, and must not retry in
 * a busy loop.
 */
export default defineCase({
  title: 'file chardev on a full disk: the writer waits, and QEMU must not spin',
  chardev: file({ path: '/dev/full' }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    spinStarves,
    {
      qemu: '>=1.5.0',
      symptom: 'spin',
      why: 'a file always polls as writable: the watch for room fires at once, and the retried write fails again (chardev/char-fd.c, fd_chr_write; hw/char/virtio-console.c, flush_buf)',
    },
  ],

  async script({ host, guest, port }) {
    await guest.start`dd if=/dev/zero of=${port} bs=64k count=1024`
    await host.idle('until stalled')
    await host.idle('for 20 beats')
  },

  expect: [stalled(), alive(), calm()],
})
