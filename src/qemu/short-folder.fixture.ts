import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A folder for one test whose path is short enough for sockets in it: tap's own folders are too deep for 107 bytes. */
export function shortFolder(t: { teardown(end: () => unknown): unknown }): string {
  const folder = mkdtempSync(join(tmpdir(), 'cfc-unit-'))
  t.teardown(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
