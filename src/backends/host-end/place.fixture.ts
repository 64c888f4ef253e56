import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { Monitor, Opening, Place } from '../../model/case/backend.ts'

/** A place in a folder that goes with the test. */
export function place(t: Test, port = 0): Place {
  const folder = mkdtempSync(join(tmpdir(), 'cfc-place-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  return { path: name => join(folder, name), port }
}

/** For host sides that need nobody to ask. */
const silent: Monitor = { execute: () => Promise.reject(new Error('not asked')) }

/** An opening that gives up by itself after 5 s. */
export function opening(monitor: Monitor = silent): Opening {
  return { signal: AbortSignal.timeout(5000), monitor }
}
