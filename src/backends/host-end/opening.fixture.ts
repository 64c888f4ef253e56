import type { Monitor, Opening } from '../../model/case/backend.ts'

/** For host sides that need nobody to ask. */
const silent: Monitor = { execute: () => Promise.reject(new Error('not asked')) }

/** An opening that gives up by itself after 30 s. */
export function opening(monitor: Monitor = silent): Opening {
  return { signal: AbortSignal.timeout(30_000), monitor }
}
