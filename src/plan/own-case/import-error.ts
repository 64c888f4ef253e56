import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { errorInFile, errorText, fileErrorText } from '../../model/case/case-file.ts'

const hook = new URL('./register-package-hook.js', import.meta.url).href
const limitMs = 5000

/** Why a file could not be imported, in one line that names the file and, where known, the line number. */
export async function importErrorText(path: string, source: string, error: unknown): Promise<string> {
  const inFile = errorInFile(path, error)
  if (inFile !== null || !(error instanceof Error)) return inFile ?? fileErrorText(path, null, String(error))
  const text = errorText(error)
  const code = 'code' in error ? error.code : undefined
  if (code === 'ERR_UNKNOWN_FILE_EXTENSION') {
    const node = process.versions.node
    return fileErrorText(
      path,
      null,
      `TypeScript case files need Node >= 22.18 (this is ${node}); use a .mjs file: ${text}`,
    )
  }
  if (error instanceof SyntaxError) {
    const place = placeIn(error.stack ?? '') ?? placeIn(await stderrOfNode(path))
    return place === null ? fileErrorText(path, null, text) : fileErrorText(place.path, place.line, text)
  }
  return fileErrorText(path, lineOfImport(path, source, text), text)
}

/** Node prints the location of a syntax error on a separate line before the error: `file:///x/my-case.mjs:4`. */
function placeIn(text: string): { path: string; line: number } | null {
  const match = /^(file:\/\/\/.+|\/.+):(\d+)$/m.exec(text)
  if (match === null) return null
  const [, name = '', line] = match
  return { path: name.startsWith('/') ? name : fileURLToPath(name), line: Number(line) }
}

/**
 * Runs a file with Node, which prints the location of a syntax error only when nothing catches it (20.20, 22.23, 24.21).
 * Node parses all modules before it executes the first one, so none is executed.
 */
async function stderrOfNode(path: string): Promise<string> {
  const args = ['--import', hook, path]
  return promisify(execFile)(process.execPath, args, { timeout: limitMs }).then(
    () => '',
    (error: { stderr?: string }) => error.stderr ?? '',
  )
}

/** The line on which the file imports the missing module. */
function lineOfImport(path: string, source: string, text: string): number | null {
  const missing = /^Cannot find (?:package|module) '(?:.*\/)?([^'/]+)'/.exec(text)?.[1]
  if (missing === undefined || !text.endsWith(`imported from ${path}`)) return null
  const index = source.split('\n').findIndex(line => line.includes(missing))
  return index === -1 ? null : index + 1
}
