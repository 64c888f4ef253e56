import { access, readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Case, CaseDefinition } from '../model/case/case.ts'
import type { RunFact } from '../model/contract/observation.ts'
import { UsageError } from '../model/errors.ts'
import { caseFromFile, isPath } from './own-case/own-case.ts'

/** Where the built cases lie: beside src/, as in the source tree. */
const folder = fileURLToPath(new URL('../../cases/', import.meta.url))

/** All cases, by id. */
export async function allCases(): Promise<Case[]> {
  return Promise.all((await allIds()).map(load))
}

async function allIds(): Promise<string[]> {
  const files = (await readdir(folder)).filter(name => /^[a-z0-9-]+\.js$/.test(name))
  return files.map(name => basename(name, '.js')).sort()
}

/**
 * The cases with these ids, or from the files with these paths, in the order asked for. Throws UsageError that names
 * what there is, or what is wrong with a file.
 */
export async function casesNamed(names: readonly string[]): Promise<Case[]> {
  const cases: Case[] = []
  for (const name of names) cases.push(await caseNamed(name))
  return cases
}

/** One of them. */
export function caseNamed(name: string): Promise<Case> {
  return isPath(name) ? caseFromFile(name) : withId(name)
}

/**
 * The case that a run has played, as it is now. Throws UsageError when its file is gone or no case any more; whether
 * the file has changed, its hash tells.
 */
export async function caseOfRun(run: Pick<RunFact, 'case' | 'file'>): Promise<Case> {
  if (run.file === undefined) return withId(run.case)
  const { path } = run.file
  await access(path).catch(() => {
    throw new UsageError(`the case file of this run is gone: restore ${path}`)
  })
  return caseFromFile(path)
}

async function withId(id: string): Promise<Case> {
  const ids = await allIds()
  if (ids.includes(id)) return load(id)
  throw new UsageError(`no case '${id}'; the cases are ${ids.join(', ')}; name a case file by its path`)
}

async function load(id: string): Promise<Case> {
  const { href } = pathToFileURL(join(folder, `${id}.js`))
  const { default: definition } = (await import(href)) as { default: CaseDefinition }
  return { ...definition, id }
}
