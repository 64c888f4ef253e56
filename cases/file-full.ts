import { alive, calm, defineCase, file, spinStarves, stalled, virtserialport } from '../src/case.ts'

/**
 * The disk below the file is full (/dev/full stands for it). QEMU holds the guest's writer back, which is right; but it
 * must not try again without end meanwhile.
 */
export default defineCase({
  title: 'file chardev on a full disk: the writer waits, and QEMU does not spin',
  chardev: file({ path: '/dev/full' }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    spinStarves,
    {
      qemu: '>=1.5.0',
      symptom: 'spin',
      why: 'a file always counts as writable, so the watch that waits for room fires at once, and the write that follows fails again (chardev/char-fd.c, fd_chr_write; hw/char/virtio-console.c, flush_buf)',
    },
  ],

  async script({ host, guest, port }) {
    await guest.start`dd if=/dev/zero of=${port} bs=64k count=1024`
    await host.idle('until stalled')
    await host.idle('for 20 beats')
  },

  expect: [stalled(), alive(), calm()],
})
