import { allBytes, defineCase, unix, virtserialport } from '../src/case.ts'

/** Every byte value, through a socket that has no protocol of its own. */
export default defineCase({
  title: 'UNIX chardev: every byte value arrives',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  ...allBytes(),
})
