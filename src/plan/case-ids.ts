import { readdir } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the built cases, beside src/ as in the source tree. */
export const casesFolder = fileURLToPath(new URL('../../cases/', import.meta.url))

/** The ids of all cases, sorted; no case is loaded. */
export async function caseIds(): Promise<string[]> {
  const files = (await readdir(casesFolder)).filter(name => /^[a-z0-9-]+\.js$/.test(name))
  return files.map(name => basename(name, '.js')).sort()
}
