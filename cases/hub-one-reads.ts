import { alive, defineCase, hub, resumes, stalled, virtserialport } from '../src/case.ts'

/**
 * The guest's output goes to both sockets of a hub. The host reads one of them and never the other.
 */
export default defineCase({
  title: 'hub of two UNIX sockets: one is read, the other never',
  chardev: hub('unix', 'unix'),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [
    {
      qemu: '*',
      symptom: 'stuck',
      why: 'a hub writes no more than its slowest backend accepts (chardev/char-hub.c, hub_chr_write)',
    },
  ],

  async script({ host, guest, port }) {
    const one = await host.open() // ... and read nothing
    await host.open() // ... and never read
    const dd = await guest.start`dd if=/dev/zero of=${port} bs=64k count=1024`
    await host.idle('until stalled')
    await one.drain('64 MiB')
    await dd.exit(0)
  },

  expect: [stalled(), alive(), resumes()],
})
