import { type EventEmitter, once } from 'node:events'

/**
 * Waits for an event and resolves with its first argument. Rejects with the signal's reason when that aborts, and with the
 * error when the emitter emits `error` first.
 */
export async function event(emitter: EventEmitter, name: string, signal: AbortSignal): Promise<unknown> {
  signal.throwIfAborted()
  return once(emitter, name, { signal }).then(
    ([value]) => value,
    error => {
      signal.throwIfAborted()
      throw error
    },
  )
}
