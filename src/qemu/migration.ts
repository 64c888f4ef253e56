import { setTimeout as delay } from 'node:timers/promises'
import { migrationEnds } from '../model/case/migration-way.ts'
import { isRecord } from '../model/contract/record.ts'
import { InfraError } from '../model/errors.ts'
import type { Qmp } from './qmp.ts'

/** Migration bandwidth that never limits, in bytes per second. Old QEMUs default to 32 MiB. */
const unlimited = 8 * 1024 ** 3
const pollMs = 10

/**
 * Stops a guest and saves its state to a file. With `sharedRam` its memory, which a shared file backs, is not saved (QMP
 * capability x-ignore-shared, since 4.0). Throws as `sendState`.
 */
export async function saveState(
  qmp: Qmp,
  path: string,
  { sharedRam, signal }: { sharedRam: boolean; signal: AbortSignal },
): Promise<void> {
  if (sharedRam) await ignoreShared(qmp, true, signal)
  await sendState(qmp, migrationEnds('file', path).uri, signal)
}

/**
 * Stops a guest and sends its state to an address (`exec:`, `unix:`). The guest is stopped first because, under TCG, a
 * QEMU from 2.0 to 8.2 misses memory that a running guest writes meanwhile (from commit aa8dc04477 until 03bfc2188f), and
 * the restored guest panics or hangs. Throws InfraError, QmpError and the signal's reason.
 */
export async function sendState(qmp: Qmp, uri: string, signal: AbortSignal): Promise<void> {
  await liftLimit(qmp, signal)
  await qmp.execute('stop', {}, { signal })
  await qmp.execute('migrate', { uri }, { signal })
  for (;;) {
    const status = await statusIn('query-migrate', qmp, signal)
    if (status === 'completed') return
    if (status === 'failed' || status === 'cancelled')
      throw new InfraError(`QEMU could not save the guest (${status})`)
    await delay(pollMs, undefined, { signal })
  }
}

/** Restores a QEMU that was started with `-incoming defer` from an inherited descriptor, without memory. */
export async function restoreDeferred(qmp: Qmp, fd: number, signal: AbortSignal): Promise<void> {
  await Promise.all([
    ignoreShared(qmp, true, signal),
    qmp.execute('migrate-incoming', { uri: `fd:${fd}` }, { signal }),
  ])
}

/** Waits until a QEMU that was started with `-incoming` has restored everything. */
export async function untilRestored(qmp: Qmp, signal: AbortSignal): Promise<void> {
  while ((await statusIn('query-status', qmp, signal)) === 'inmigrate') {
    await delay(pollMs, undefined, { signal })
  }
}

async function statusIn(query: string, qmp: Qmp, signal: AbortSignal) {
  const answer = await qmp.execute(query, {}, { signal })
  return isRecord(answer) ? answer['status'] : undefined
}

/** Sets whether memory that a shared file backs is left out of the state. */
export async function ignoreShared(qmp: Qmp, state: boolean, signal: AbortSignal): Promise<void> {
  const capabilities = [{ capability: 'x-ignore-shared', state }]
  await qmp.execute('migrate-set-capabilities', { capabilities }, { signal })
}

/** migrate-set-parameters has max-bandwidth since 2.8; migrate_set_speed was removed in 6.0. */
async function liftLimit(qmp: Qmp, signal: AbortSignal): Promise<void> {
  try {
    await qmp.execute('migrate-set-parameters', { 'max-bandwidth': unlimited }, { signal })
  } catch {
    signal.throwIfAborted()
    await qmp.execute('migrate_set_speed', { value: unlimited }, { signal })
  }
}
