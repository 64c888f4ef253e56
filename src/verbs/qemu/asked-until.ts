import { setTimeout as delay } from 'node:timers/promises'

const everyMs = 20

/**
 * Asks until the answer is wanted, or until `forMs` is over (by default never). Resolves with the last answer. Rejects
 * when the signal aborts.
 */
export async function askedUntil<Answer>(
  ask: () => Promise<Answer>,
  isWanted: (answer: Answer) => boolean,
  { signal, forMs = Number.POSITIVE_INFINITY }: { readonly signal: AbortSignal; readonly forMs?: number },
): Promise<Answer> {
  const untilMs = performance.now() + forMs
  for (;;) {
    const answer = await ask()
    if (isWanted(answer) || performance.now() >= untilMs) return answer
    await delay(everyMs, undefined, { signal })
  }
}
