import { fileEnd } from '../cache/file-end.ts'
import type { Json } from '../model/contract/observation.ts'
import { socketFill } from '../qemu/watch/socket-fill.ts'
import { sampleThreads } from '../qemu/watch/threads.ts'
import type { ScriptContext } from './stage/script-context.ts'
import { markOf, nameOf } from './start/qemu-of-run.ts'
import { timeLimit } from './watch/time-limit.ts'

const cpuSampleMs = 500
const consoleLines = 20
const consoleBytes = 16 * 1024
const limitMs = 2000

/**
 * Collects evidence of why a guest is blocked: each piece separately, best effort, with its own limit. `livePort` is the
 * port that the guest writes to; null if the guest is frozen.
 */
export async function collectEvidence(
  { address, directory, journal, guest, signal }: ScriptContext & { readonly address: string | null },
  livePort: string | null,
): Promise<void> {
  const { holder, ssh } = guest
  const { qemu, qmp } = holder
  const pieces: Record<string, (signal: AbortSignal) => Promise<Json>> = {
    threads: async signal => ({ threads: await sampleThreads(qemu.pid, cpuSampleMs, signal) }),
    'query-status': signal => qmp.execute('query-status', {}, { signal, limitMs: 500 }),
    'query-chardev': signal => qmp.execute('query-chardev', {}, { signal, limitMs: 500 }),
    console: async () =>
      fileEnd(directory.file(nameOf('console', holder)), consoleBytes)
        .split('\n')
        .slice(-consoleLines),
  }
  if (address !== null) pieces['socket-fill'] = signal => socketFill(address, signal)
  if (livePort !== null) {
    pieces['writer-stack'] = async signal => (await ssh.run(stacks(livePort), signal)).stdout
  }
  await Promise.all(
    Object.entries(pieces).map(async ([name, collect]) => {
      using limit = timeLimit(limitMs, signal)
      const data = await collect(limit.signal).catch(error => `not available: ${String(error)}`)
      journal.append({ kind: 'evidence', ...markOf(holder), name, data })
    }),
  )
}

/** Shell command for the guest: prints the kernel stack of every process that has the port open. */
function stacks(port: string): string {
  return `for p in /proc/[0-9]*; do for fd in $p/fd/*; do
    if [ "$fd" -ef ${port} ]; then echo "$p"; cat $p/stack; fi
  done; done`
}
