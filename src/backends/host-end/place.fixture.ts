import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { Place } from '../../model/case/backend.ts'

/** A place in a folder that goes with the test. */
export function place(t: Test, port = 0): Place {
  const folder = mkdtempSync(join(tmpdir(), 'cfc-place-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  return { path: name => join(folder, name), port }
}
