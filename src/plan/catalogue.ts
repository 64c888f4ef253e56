import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Case, CaseDefinition } from '../model/case/case.ts'
import type { RunFact } from '../model/contract/observation.ts'
import { UsageError } from '../model/errors.ts'
import { nearest } from '../model/value/nearest.ts'
import { shortened } from '../model/value/shortened.ts'
import { caseIds, casesFolder } from './case-ids.ts'
import { caseFromFile, isPath } from './own-case/own-case.ts'

/** All cases, sorted by id. */
export async function allCases(): Promise<Case[]> {
  return Promise.all((await caseIds()).map(load))
}

/**
 * The cases with these ids or file paths, in the given order. Throws UsageError for an unknown id, for what is wrong
 * with a file, and for two cases of one id.
 */
export async function casesNamed(names: readonly string[]): Promise<Case[]> {
  const cases: Case[] = []
  for (const name of names) cases.push(await caseNamed(name))
  refuseSameIds(cases)
  return cases
}

/** Results are told apart by the id. */
function refuseSameIds(cases: readonly Case[]): void {
  const seen = new Map<string, string>()
  for (const { id, file } of cases) {
    const [name, other] = [file?.path ?? id, seen.get(id)]
    if (other === name)
      throw new UsageError(
        `${shortened(name)} is given twice: leave one out (--repeat runs a case several times)`,
      )
    if (other !== undefined)
      throw new UsageError(
        `${shortened(other)} and ${shortened(name)} have the same id, ${shortened(id)}: rename a file, or run them one after the other`,
      )
    seen.set(id, name)
  }
}

/** The case with this id or file path. Throws UsageError as `casesNamed`. */
export function caseNamed(name: string): Promise<Case> {
  return isPath(name) ? caseFromFile(name) : withId(name)
}

/**
 * The current version of the case that a run played; a changed file has another hash. Throws UsageError when the file
 * is gone or is no longer a case.
 */
export async function caseOfRun(run: Pick<RunFact, 'case' | 'file'>): Promise<Case> {
  if (run.file === undefined) return withId(run.case)
  const { path } = run.file
  await access(path).catch(() => {
    throw new UsageError(`the case file of this run is missing: restore ${path}`)
  })
  return caseFromFile(path)
}

async function withId(id: string): Promise<Case> {
  const ids = await caseIds()
  if (ids.includes(id)) return load(id)
  throw new UsageError(`no case '${shortened(id)}': ${hintFor(id, ids)}`)
}

function hintFor(id: string, ids: readonly string[]): string {
  if (/[*?[]/.test(id)) return `patterns are for --only, as in --only '${shortened(id)}'`
  const near = nearest(id, ids)
  if (near !== null) return `did you mean '${near}'?`
  return `chardev-fc list shows the ${ids.length} cases; name a case file by its path, as in ./my-case.ts`
}

async function load(id: string): Promise<Case> {
  const { href } = pathToFileURL(join(casesFolder, `${id}.js`))
  const { default: definition } = (await import(href)) as { default: CaseDefinition }
  return { ...definition, id }
}
