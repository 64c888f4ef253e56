import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { errorInFile, errorText, fileErrorText } from '../../model/case/case-file.ts'

const door = new URL('./register-package-hook.js', import.meta.url).href
const limitMs = 5000

/** Why a file could not be imported, as one line with the file and, where it can be known, the line. */
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
    const place = placeIn(error.stack ?? '') ?? placeIn(await wordsOfNode(path))
    return place === null ? fileErrorText(path, null, text) : fileErrorText(place.path, place.line, text)
  }
  return fileErrorText(path, lineOfImport(path, source, text), text)
}

/** Node puts the place of a syntax error on a line of its own, before the error: `file:///x/my-case.mjs:4`. */
function placeIn(text: string): { path: string; line: number } | null {
  const match = /^(file:\/\/\/.+|\/.+):(\d+)$/m.exec(text)
  if (match === null) return null
  const [, name = '', line] = match
  return { path: name.startsWith('/') ? name : fileURLToPath(name), line: Number(line) }
}

/**
 * What Node says of a file that it runs: it tells the place of a syntax error only of an error that nobody catches
 * (20.20, 22.23, 24.21). All modules are parsed before the first one is executed, so none is.
 */
async function wordsOfNode(path: string): Promise<string> {
  const args = ['--import', door, path]
  const ended = promisify(execFile)(process.execPath, args, { timeout: limitMs })
  return ended.then(
    () => '',
    (error: { stderr?: string }) => error.stderr ?? '',
  )
}

/** Where the file itself imports the module that cannot be found. */
function lineOfImport(path: string, source: string, text: string): number | null {
  const missing = /^Cannot find (?:package|module) '(?:.*\/)?([^'/]+)'/.exec(text)?.[1]
  if (missing === undefined || !text.endsWith(`imported from ${path}`)) return null
  const index = source.split('\n').findIndex(line => line.includes(missing))
  return index === -1 ? null : index + 1
}
