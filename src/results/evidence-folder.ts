import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { codeOf } from '../cache/code-of.ts'
import { kindInside, readInside } from '../cache/inside.ts'
import { journalText, parseJournal } from '../judge/journal-text.ts'
import { type Evidence, evidenceFiles } from '../model/contract/evidence.ts'
import { InfraError, messageOf, UsageError } from '../model/errors.ts'
import { inputLimits } from '../model/input-limits.ts'

const journal = 'journal.jsonl'
const texts = Object.entries(evidenceFiles) as [keyof typeof evidenceFiles, { name: string; mode: number }][]
const { fileBytes, textBytes } = inputLimits

/** Writes the folder of a cell; it appears only when complete. Throws InfraError if the journal could not be read. */
export function writeEvidence(folder: string, evidence: Evidence): void {
  if (evidence.problem !== undefined)
    throw new InfraError(`${basename(folder)} has no journal: ${evidence.problem}`)
  const part = `${folder}.part`
  for (const left of [part, folder]) rmSync(left, { recursive: true, force: true })
  mkdirSync(part)
  const write = (name: string, content: string | Buffer, mode: number) =>
    writeFileSync(join(part, name), content, { mode, flag: 'wx' })
  write(`${journal}.gz`, gzipSync(journalText(evidence.history)), 0o666)
  for (const [text, { name, mode }] of texts) {
    const content = evidence[text]
    if (content !== undefined) write(name, content, mode)
  }
  renameSync(part, folder)
}

/**
 * Reads a run directory, or with `path` the folder of a cell in a results folder. A broken journal is returned as
 * `problem`, not thrown. Throws UsageError for what we never write: a link, a pipe, a file of more than 256 MiB.
 */
export function readEvidence(folder: string, path = ''): Evidence {
  const found = texts.map(([text, { name }]) => [
    text,
    readInside(folder, `${path}/${name}`, textBytes)?.toString(),
  ])
  const there = Object.fromEntries(found.filter(([, content]) => content !== undefined))
  const text = readJournal(folder, path)
  if (text === null) return { history: [], problem: `there is no ${journal} in its folder`, ...there }
  try {
    return { history: parseJournal(text), ...there }
  } catch (error) {
    return { history: [], problem: messageOf(error), ...there }
  }
}

/** Throws UsageError if the folder of a cell is missing in a results folder, or holds what we never write. */
export function checkEvidence(folder: string, path: string): void {
  const where = join(folder, path)
  if (kindInside(folder, path) !== 'folder')
    throw new UsageError(`${where} is missing: copy the whole results folder ${folder}`)
  for (const name of [journal, `${journal}.gz`, ...texts.map(([, { name }]) => name)]) {
    const kind = kindInside(folder, `${path}/${name}`)
    if (kind !== null && kind !== 'file')
      throw new UsageError(`${join(where, name)} is not a regular file: it is not read`)
  }
}

/** The text of the journal in a folder, compressed or not; null: there is none. Throws UsageError. */
export function readJournal(folder: string, path = ''): string | null {
  const gzipped = readInside(folder, `${path}/${journal}.gz`, fileBytes)
  if (gzipped !== null) return unpacked(gzipped, join(folder, path, `${journal}.gz`))
  return readInside(folder, `${path}/${journal}`, fileBytes)?.toString() ?? null
}

/** A few kilobytes of gzip can expand to gigabytes. */
function unpacked(gzipped: Buffer, where: string): string {
  try {
    return gunzipSync(gzipped, { maxOutputLength: fileBytes }).toString()
  } catch (error) {
    const why =
      codeOf(error) === 'ERR_BUFFER_TOO_LARGE'
        ? `it unpacks to more than ${fileBytes} bytes`
        : messageOf(error)
    throw new UsageError(`cannot unpack ${where}: ${why}`)
  }
}
