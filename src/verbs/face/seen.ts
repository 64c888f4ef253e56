import type { Live } from './live.ts'

/**
 * Waits until QEMU's main loop has seen what the host did to the chardev. The loop serves monitor and chardev (1.4 to
 * 11.1) and polls all descriptors in each iteration; two QMP answers take two iterations that began after it.
 */
export async function seenByQemu({ monitor }: Live): Promise<void> {
  await monitor.execute('query-status')
  await monitor.execute('query-status')
}

/** The same in the script: src/reproduce/script/host.py. */
export const seenInScript = '>>> seen_by_qemu()'
