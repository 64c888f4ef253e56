import { alive, defineCase, flows, nullChardev, virtserialport } from '../src/case.ts'

/**
 * A null chardev accepts everything, but a virtio-serial port never sees it as connected, and the guest's writer waits
 * for ever.
 */
export default defineCase({
  title: 'null chardev: the guest writes, and there is no host side',
  chardev: nullChardev(),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '*',
      symptom: 'stuck',
      why: 'the backend never reports itself open (chardev/char-null.c, null_chr_open: be_opened = false)',
    },
  ],

  async script({ guest, port }) {
    const dd = await guest.start`dd if=/dev/zero of=${port} bs=4k count=1024`
    await dd.exit(0)
  },

  expect: [alive(), flows()],
})
