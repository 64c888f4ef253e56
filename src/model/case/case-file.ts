import { pathToFileURL } from 'node:url'

/** The file that a user's own case was loaded from. */
export interface CaseFile {
  /** Absolute, with symbolic links resolved. */
  readonly path: string
  /** Of the file as it was loaded, in hex; what it imports in its turn is not in it. */
  readonly sha256: string
}

/**
 * An error that came out of a case's file, as one line: `/x/my-case.mjs:12: TypeError: …`. Null when its stack does not
 * name the file. (What is thrown without being an Error is not thrown by us.)
 */
export function errorInFile(path: string, error: unknown): string | null {
  if (!(error instanceof Error)) return fileErrorText(path, null, errorText(error))
  const line = lineInFile(path, error)
  return line === null ? null : fileErrorText(path, line, errorText(error))
}

/** What is wrong with a file, as one line. */
export function fileErrorText(path: string, line: number | null, text: string): string {
  return oneLine(`${path}${line === null ? '' : `:${line}`}: ${text}`)
}

/** An error's name and message. Of what carries a message of its own, and of a plain Error, only the message. */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return `it threw ${typeof error === 'string' ? `'${error}'` : typeof error}`
  return ['Error', 'UsageError', 'InfraError'].includes(error.name)
    ? error.message
    : `${error.name}: ${error.message}`
}

/** The line of the innermost call in this file, according to the stack, which has URLs for modules and paths for other files. */
function lineInFile(path: string, { stack }: Error): number | null {
  if (typeof stack !== 'string') return null
  const names = [`${pathToFileURL(path).href}:`, `${path}:`]
  const frames = stack.split('\n').filter(line => /^\s+at /.test(line))
  const own = frames.find(frame => names.some(name => frame.includes(name)))
  const place = own === undefined ? null : /:(\d+):\d+\)?$/.exec(own)
  return place === null ? null : Number(place[1])
}

/** Foreign text on one line, safe for a terminal. */
function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}
