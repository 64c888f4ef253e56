/**
 * The user asked for something that cannot be done: exit code 64.
 * The message is one line: what was wanted, what came, what to do.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/**
 * A harness error (no QEMU, a guest that does not boot, a full disk): exit code 69.
 * Never a verdict about the QEMU under test.
 */
export class InfraError extends Error {
  override readonly name = 'InfraError'
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** A message without what it quotes below (a console's last lines). */
export function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? ''
}
