import { setTimeout as delay } from 'node:timers/promises'
import { InfraError } from '../model/errors.ts'
import { type Login, Ssh } from './ssh.ts'
import { UnusableGuest } from './unusable-guest.ts'

/**
 * Slirp accepts a connection before the guest can, and retries towards the guest at growing intervals: an unanswered try
 * is replaced by a new one. Later tries wait longer, for a host so slow that a listening sshd needs the time.
 */
const firstAnswerMs = 2000
const growth = 1.2
const longestAnswerMs = 10_000
/** A guest whose sshd does not listen yet refuses at once: wait before the next try. */
const betweenMs = 300

/**
 * Connects to a guest that does not report when its sshd listens. Throws InfraError with the last failure when the signal
 * aborts, and UnusableGuest as soon as sshd rejects the login.
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
    if (signal.aborted) {
      const why = last instanceof Error ? last.message : 'ssh to the guest: no answer yet'
      throw new InfraError(why, { cause: last ?? signal.reason })
    }
  }
}
