import { readFile } from 'node:fs/promises'
import type { Json } from '../model/observation.ts'
import { socketFill } from '../qemu/socket-fill.ts'
import { sampleThreads } from '../qemu/threads.ts'
import type { Journal } from './journal.ts'
import type { Scene } from './scene.ts'

const cpuSampleMs = 1000
const consoleLines = 20
const limitMs = 2000

/** Collects what shows why a guest stands still: each piece by itself, best effort, with a limit of its own. */
export async function collectEvidence(
  { qemu, qmp }: Scene,
  files: { console: string; socket: string },
  journal: Journal,
): Promise<void> {
  const pieces: Record<string, (signal: AbortSignal) => Promise<Json>> = {
    threads: async signal => ({
      threads: (await sampleThreads(qemu.pid, cpuSampleMs, signal)) as unknown as Json,
    }),
    'socket-fill': signal => socketFill(files.socket, signal),
    'query-status': signal => qmp.execute('query-status', {}, { signal, limitMs: 500 }),
    'query-chardev': signal => qmp.execute('query-chardev', {}, { signal, limitMs: 500 }),
    console: async () => (await readFile(files.console, 'latin1')).split('\n').slice(-consoleLines),
  }
  await Promise.all(
    Object.entries(pieces).map(async ([name, collect]) => {
      const data = await collect(AbortSignal.timeout(limitMs)).catch(
        error => `not to be had: ${String(error)}`,
      )
      journal.append({ kind: 'evidence', name, data })
    }),
  )
}
