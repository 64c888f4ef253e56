import type { Opening } from '../../model/case/backend.ts'

/** An opening of at most 5 s, by a host side that asks no monitor. */
export function opening(): Opening {
  const monitor = { execute: () => Promise.reject(new Error('not asked')) }
  return { signal: AbortSignal.timeout(5000), monitor }
}
