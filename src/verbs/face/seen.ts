import type { Live } from './live.ts'

/**
 * QEMU's main loop has seen what the host did to the chardev: it polls all its descriptors in each round, and two
 * QMP answers (monitor and chardev are served by the same loop, from 1.4 to 11.1) take two rounds that began after it.
 */
export async function seenByQemu({ monitor }: Live): Promise<void> {
  await monitor.execute('query-status')
  await monitor.execute('query-status')
}

/** The same in the script: script/host.py. */
export const seenInScript = '>>> seen_by_qemu()'
