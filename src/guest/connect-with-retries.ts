import { setTimeout as delay } from 'node:timers/promises'
import { InfraError } from '../model/errors.ts'
import { type Login, Ssh } from './ssh.ts'
import { UnusableGuest } from './unusable-guest.ts'

/**
 * Slirp takes a connection before the guest can, and offers it to the guest again and again at growing distances: a
 * try that nobody answers gives way to a fresh one. On a host so slow that an sshd which listens takes longer, the
 * later tries have the patience.
 */
const firstAnswerMs = 2000
const growth = 1.2
const longestAnswerMs = 10_000
/** A guest whose sshd does not listen yet refuses at once: it is left some time to boot in. */
const betweenMs = 300

/**
 * Connects to a guest that does not tell when its sshd listens: tries until it does. Throws InfraError with the
 * last failure when the signal aborts, and UnfitGuest as soon as the guest turned us away.
 */
export async function connectWithRetries(login: Login, signal: AbortSignal): Promise<Ssh> {
  let answerMs = firstAnswerMs
  for (let last: unknown; ; ) {
    const began = performance.now()
    try {
      return await Ssh.connect(login, signal, answerMs)
    } catch (error) {
      if (error instanceof UnusableGuest) throw error
      if (!signal.aborted) last = error
    }
    if (performance.now() - began >= answerMs) answerMs = Math.min(answerMs * growth, longestAnswerMs)
    await delay(betweenMs, null, { signal }).catch(() => undefined)
    if (signal.aborted) throw new InfraError(lastFailure(last), { cause: last ?? signal.reason })
  }
}

function lastFailure(last: unknown): string {
  return last instanceof Error ? last.message : 'ssh to the guest: no answer yet'
}
