import { defineCase, hostsInTurn, noFlowControl, unix, virtserialport } from '../src/case.ts'

/**
 * Fifty hosts read a part of what the guest writes, one after the other, and leave while the writer is under way or blocked
 * again. The next one gets something each time, and the last one reads on.
 */
export default defineCase({
  title: 'UNIX chardev in server mode: fifty hosts read a part each and leave',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  known: [noFlowControl],
  ...hostsInTurn(50),
})
