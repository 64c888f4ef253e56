import { defineCase, noFlowControl, oneFull, unix, virtserialport, type Wiring } from '../src/case.ts'

const others = Array.from({ length: 29 }, (_, index) => `p${index + 2}`)
const wired = (name: string, nr: number): Wiring => ({
  chardev: unix({ server: true }),
  frontend: virtserialport({ name, nr }),
})

/**
 * As many ports as a virtio-serial bus has besides the console (30 of 31). Nobody reads from the first, and its writer is
 * blocked. Data must flow through each of the others in turn: they have data queues of their own, and share the control
 * queue.
 */
export default defineCase({
  title: '30 virtio-serial ports on one bus: one is full, and the others flow',
  ...wired('test0', 1),
  ports: Object.fromEntries(others.map((name, index) => [name, wired(name, index + 2)])),
  known: [noFlowControl],
  ...oneFull(others),
})
