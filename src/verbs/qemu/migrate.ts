import type { Verb } from '../verb.ts'

/**
 * Moves the guest to the QEMU that waits for it (`incoming`): stops it, sends its state, and lets it run there. From then
 * on `host` and `qemu` are those of that QEMU. The source is killed before the guest runs again, or left as it is then,
 * in the state `postmigrate`.
 */
export function migrate({ source }: { readonly source: 'is killed' | 'is left' }): Verb<'qemu'> {
  return {
    step: () => `qemu moves the guest to the other one, and ${source}`,
    live: ({ moves }) => moves.migrate(source),
    typed: () => undefined,
    script: () => undefined,
  }
}
