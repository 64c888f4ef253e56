import { ofKind } from '../../model/contract/observation.ts'
import { InfraError, messageOf, UsageError } from '../../model/errors.ts'
import { timeLimit } from '../watch/time-limit.ts'
import { beatsAgain } from './beats-again.ts'
import { bootLimitMs, type RunningGuest } from './bring-up-guest.ts'
import { logIn } from './log-in.ts'
import type { RunContext } from './run-context.ts'

/**
 * Resets the machine, logs in again once the guest has booted, and resolves when it beats on both paths. Throws
 * InfraError if it does not come up, and UsageError if the case does not say that it resets: QEMU would end.
 */
export async function resetGuest(context: RunContext, guest: RunningGuest): Promise<void> {
  const { cell, journal, signal } = context
  if (cell.case.resets !== true)
    throw new UsageError('expected `resets: true` in a case whose script resets the machine')
  const allowedMs = bootLimitMs[cell.guest.kind]
  using limit = timeLimit(allowedMs, signal)
  const resets = () => ofKind(journal.history, 'qmp-event').filter(({ event }) => event === 'RESET').length
  const before = resets()
  const ready = guest.holder.nextReady(limit.signal)
  ready.catch(() => undefined)
  await guest.holder.qmp.execute('system_reset', {}, { signal })
  await journal.until(['qmp-event'], () => resets() > before || undefined, signal)
  guest.ssh[Symbol.dispose]()
  try {
    guest.ssh = await logIn({ ...context, signal: limit.signal }, guest.holder.sshPort, ready)
    await beatsAgain({ ...context, signal: limit.signal }, guest)
  } catch (error) {
    if (signal.aborted) throw signal.reason
    const why = limit.isUp ? `it was not up after ${allowedMs / 1000} s` : messageOf(error)
    throw new InfraError(`the guest did not come up after the reset: ${why}`, { cause: error })
  }
}
