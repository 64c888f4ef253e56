import type fc from 'fast-check'
import { InfraError, UsageError } from '../errors.ts'

/** `npm run test:long` tries this many times as much (test/long/fuzz.test.ts). */
const times = Number(process.env['CHARDEV_FC_FUZZ'] ?? 1)
const longestMessage = 2000
/** CPU time: other tests run at the same time. */
const mostMs = 2000

/** Tries a property on `runs` values, the same ones each time; in the long test on others, and what fails tells the seed. */
export function tries(runs: number): fc.Parameters<unknown> {
  return {
    numRuns: runs * times,
    ...(times === 1 ? { seed: 1 } : {}),
    interruptAfterTimeLimit: 150_000,
    markInterruptAsFailure: false,
  }
}

/**
 * What a reader makes of its input, or null where it refused it: with an error of ours, whose message is one line that
 * can be shown. Throws for every other error, and if it took long.
 */
export function readOrRefused<Value>(read: () => Value): Value | null {
  const began = process.cpuUsage()
  let value: Value | null = null
  try {
    value = read()
  } catch (error) {
    refusal(error)
  }
  const { user, system } = process.cpuUsage(began)
  const tookMs = (user + system) / 1000
  if (tookMs > mostMs) throw new Error(`it took ${tookMs} ms of CPU time`)
  return value
}

/** Throws unless an error is one of ours, with a message of one line. */
export function refusal(error: unknown): void {
  if (!(error instanceof UsageError || error instanceof InfraError)) throw error
  const { message } = error
  if (message.length > longestMessage || /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(message) || message === '')
    throw new Error(`its message cannot be shown: ${JSON.stringify(message.slice(0, 500))}`, { cause: error })
}
