import type { Opening } from '../model/backend.ts'
import type { Json } from '../model/observation.ts'

/** Asks QEMU's monitor, and gives up when the opening does: a QEMU that stands still never answers. */
export function ask(
  { monitor, signal }: Opening,
  command: string,
  args: { readonly [name: string]: Json } = {},
): Promise<Json> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const giveUp = () => reject(signal.reason)
    signal.addEventListener('abort', giveUp, { once: true })
    monitor
      .execute(command, args)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', giveUp))
  })
}
