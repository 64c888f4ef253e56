import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { readFile, realpath } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Case, CaseDefinition } from '../../model/case/case.ts'
import { fileErrorText } from '../../model/case/case-file.ts'
import type { Complaint } from '../../model/contract/schema.ts'
import { messageOf, UsageError } from '../../model/errors.ts'
import { escaped } from '../../model/value/escaped.ts'
import { complaintAbout } from './case-shape.ts'
import { importErrorText } from './import-error.ts'

const extensions = ['.mjs', '.js', '.ts', '.mts']

/** Whether an argument is a path rather than the id of a built-in case. */
export function isPath(text: string): boolean {
  return text.includes('/') || /\.[cm]?[jt]s$/.test(text)
}

/**
 * Loads a case from a file anywhere, which may import `chardev-fc`. Its id is the file name without the extension.
 * Throws UsageError, one line with file and line number, for anything that is wrong with the file.
 */
export async function caseFromFile(given: string): Promise<Case> {
  const extension = extname(given)
  if (!extensions.includes(extension)) {
    throw new UsageError(`expected a case file, an ES module (${extensions.join(', ')}), got '${given}'`)
  }
  const id = basename(given, extension)
  if (escaped(id) !== id)
    throw new UsageError(`expected a case file with a printable name, got '${given}': rename it`)
  const { path, source } = await read(given)
  const definition = await defaultExport(path, source)
  const complaint = complaintAbout(definition)
  if (complaint !== null) {
    const { field, text } = complaint
    const what = field === '' ? text : `'${field}': ${text}`
    throw new UsageError(fileErrorText(path, lineOf(source, complaint), what))
  }
  const sha256 = createHash('sha256').update(source).digest('hex')
  return { ...(definition as CaseDefinition), id, file: { path, sha256 } }
}

async function read(given: string): Promise<{ path: string; source: string }> {
  const refused = (why: string) => new UsageError(`cannot read the case file '${given}': ${why}`)
  try {
    // It is read twice: here and by import().
    const found = statSync(given, { throwIfNoEntry: false })
    if (found === undefined) throw refused('there is no such file')
    if (!found.isFile()) throw refused('it is not a regular file')
    return { path: await realpath(given), source: await readFile(given, 'utf8') }
  } catch (error) {
    throw error instanceof UsageError ? error : refused(messageOf(error))
  }
}

async function defaultExport(path: string, source: string): Promise<unknown> {
  await import('./register-package-hook.ts')
  const module: { readonly default?: unknown } = await import(pathToFileURL(path).href).catch(async error => {
    throw new UsageError(await importErrorText(path, source, error), { cause: error })
  })
  if (module.default === undefined) {
    const named = Object.keys(module)
    const actual = named.length === 0 ? 'it exports nothing' : `it exports only ${named.join(', ')}`
    throw new UsageError(
      fileErrorText(path, null, `expected \`export default defineCase({ … })\`, but ${actual}`),
    )
  }
  return isPlain(module.default) ? { ...module.default } : module.default
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The line that sets a field of the case, or for a missing field the line on which the case begins. Null if not found. */
function lineOf(source: string, { field, isMissing }: Complaint): number | null {
  const begin = Math.max(0, source.search(/\bdefineCase\s*\(|^export default\b/m))
  const word = /^\w+/.exec(field)?.[0]
  if (word === undefined || isMissing) return lineAt(source, begin)
  const found = source.slice(begin).search(new RegExp(`(?<=[\\s{,]['"]?)${word}['"]?\\s*[:(,}]`))
  return found === -1 ? null : lineAt(source, begin + found)
}

function lineAt(source: string, index: number): number {
  return source.slice(0, index).split('\n').length
}
