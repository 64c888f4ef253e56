import { setTimeout as delay } from 'node:timers/promises'
import type { Json } from '../model/contract/observation.ts'
import { isRecord } from '../model/contract/record.ts'
import { InfraError } from '../model/errors.ts'
import { shellWord } from '../model/value/shell-word.ts'
import type { Qmp } from './qmp.ts'

/** No limit on the bandwidth: bytes a second. The default of old QEMUs is 32 MiB. */
const unlimited = 8 * 1024 ** 3
const pollMs = 10

/**
 * Saves a guest's state into a file. The guest stands still from before on: under TCG a QEMU from 2.0 to 8.2 misses
 * memory that a guest writes while it is being saved (from commit aa8dc04477 on, until 03bfc2188f), and what is restored
 * panics or hangs. With `sharedRam` its memory, which lies in a
 * file that QEMU shares, is left out (QMP capability x-ignore-shared, since 4.0). `exec:` is the one target of a file
 * that every QEMU from 1.4 to 11.1 has (`file:` came with 8.2). Throws InfraError, QMP's refusals (QmpError) and the
 * signal's reason.
 */
export async function saveState(
  qmp: Qmp,
  path: string,
  { sharedRam, signal }: { sharedRam: boolean; signal: AbortSignal },
): Promise<void> {
  if (sharedRam) await ignoreShared(qmp, signal)
  await liftLimit(qmp, signal)
  await qmp.execute('stop', {}, { signal })
  await qmp.execute('migrate', { uri: `exec:cat > ${shellWord(path)}` }, { signal })
  for (;;) {
    const status = statusOf(await qmp.execute('query-migrate', {}, { signal }))
    if (status === 'completed') return
    if (status === 'failed' || status === 'cancelled')
      throw new InfraError(`QEMU could not save the guest (${status})`)
    await delay(pollMs, undefined, { signal })
  }
}

/** Tells a QEMU that was started with `-incoming defer` to restore from an inherited descriptor, memory left out. */
export async function restoreDeferred(qmp: Qmp, fd: number, signal: AbortSignal): Promise<void> {
  await Promise.all([
    ignoreShared(qmp, signal),
    qmp.execute('migrate-incoming', { uri: `fd:${fd}` }, { signal }),
  ])
}

/** Waits until a QEMU that was started with `-incoming` has restored everything. */
export async function untilRestored(qmp: Qmp, signal: AbortSignal): Promise<void> {
  while (statusOf(await qmp.execute('query-status', {}, { signal })) === 'inmigrate') {
    await delay(pollMs, undefined, { signal })
  }
}

async function ignoreShared(qmp: Qmp, signal: AbortSignal): Promise<void> {
  const capabilities = [{ capability: 'x-ignore-shared', state: true }]
  await qmp.execute('migrate-set-capabilities', { capabilities }, { signal })
}

/** migrate-set-parameters knows max-bandwidth since 2.8; migrate_set_speed was removed in 6.0. */
async function liftLimit(qmp: Qmp, signal: AbortSignal): Promise<void> {
  try {
    await qmp.execute('migrate-set-parameters', { 'max-bandwidth': unlimited }, { signal })
  } catch {
    signal.throwIfAborted()
    await qmp.execute('migrate_set_speed', { value: unlimited }, { signal })
  }
}

function statusOf(answer: Json): Json | undefined {
  return isRecord(answer) ? answer['status'] : undefined
}
