import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'

/** The folder of the pages, with the worked examples in `examples/`. */
export const docs = fileURLToPath(new URL('../../../docs/', import.meta.url))
export const smallWrites = readFileSync(join(docs, 'examples/small-writes.mjs'), 'utf8')

/** A temporary folder, named as the tool names it: without links. */
export function folder(t: Test): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'cfc-own-')))
  t.teardown(() => rmSync(path, { recursive: true }))
  return path
}

/** The worked example with some changes, in a file of its own. Gives back its path. */
export function changed(path: string, ...changes: readonly [string, string][]): string {
  let text = smallWrites
  for (const [from, to] of changes) {
    if (!text.includes(from)) throw new Error(`the example has no '${from}'`)
    text = text.replace(from, to)
  }
  writeFileSync(path, text)
  return path
}
