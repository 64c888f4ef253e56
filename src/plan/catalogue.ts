import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Case, CaseDefinition } from '../model/case.ts'
import { UsageError } from '../model/errors.ts'

/** Where the built cases lie: beside src/, as in the source tree. */
const folder = fileURLToPath(new URL('../../cases/', import.meta.url))

/** All cases, by id. */
export async function allCases(): Promise<Case[]> {
  const files = (await readdir(folder)).filter(name => /^[a-z0-9-]+\.js$/.test(name))
  return Promise.all(files.sort().map(name => load(join(folder, name))))
}

/** The cases with these ids, in the order asked for. Throws UsageError that names what there is. */
export async function casesNamed(ids: readonly string[]): Promise<Case[]> {
  const all = await allCases()
  return ids.map(id => {
    const found = all.find(one => one.id === id)
    if (found) return found
    throw new UsageError(`no case '${id}'; the cases are ${all.map(one => one.id).join(', ')}`)
  })
}

async function load(path: string): Promise<Case> {
  const { default: definition } = (await import(pathToFileURL(path).href)) as { default: CaseDefinition }
  return { ...definition, id: basename(path, '.js') }
}
