import { defineCase, noFlowControl, oneFull, unix, virtserialport, type Wiring } from '../src/case.ts'

const others = Array.from({ length: 29 }, (_, index) => `p${index + 2}`)
const wired = (name: string, nr: number): Wiring => ({
  chardev: unix({ server: true }),
  frontend: virtserialport({ name, nr }),
})

/**
 * As many ports as one virtio-serial bus has beside its console (30 of 31). Nobody reads from the first, and its writer is
 * blocked: each of the others must flow, one after the other. Their data queues are their own, the control queue is not.
 */
export default defineCase({
  title: '30 virtio-serial ports on one bus: one is full, and the others flow',
  ...wired('test0', 1),
  ports: Object.fromEntries(others.map((name, index) => [name, wired(name, index + 2)])),
  known: [noFlowControl],
  ...oneFull(others),
})
