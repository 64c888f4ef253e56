import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { journalText, parseJournal } from '../judge/journal-text.ts'
import { type Evidence, evidenceFiles } from '../model/contract/evidence.ts'
import { InfraError, messageOf } from '../model/errors.ts'

const journal = 'journal.jsonl'
const texts = Object.entries(evidenceFiles) as [keyof typeof evidenceFiles, { name: string; mode: number }][]

/** Writes the folder of a cell; it appears only when complete. Throws InfraError if the journal could not be read. */
export function writeEvidence(folder: string, evidence: Evidence): void {
  if (evidence.problem !== undefined)
    throw new InfraError(`${basename(folder)} has no journal: ${evidence.problem}`)
  const part = `${folder}.part`
  for (const left of [part, folder]) rmSync(left, { recursive: true, force: true })
  mkdirSync(part)
  writeFileSync(join(part, `${journal}.gz`), gzipSync(journalText(evidence.history)))
  for (const [text, { name, mode }] of texts) {
    const content = evidence[text]
    if (content !== undefined) writeFileSync(join(part, name), content, { mode })
  }
  renameSync(part, folder)
}

/** Reads a run directory or the results folder of a cell. A broken journal is returned as `problem`, not thrown. */
export function readEvidence(folder: string): Evidence {
  const found = texts.map(([text, { name }]) => [text, readIfThere(join(folder, name))?.toString()])
  const there = Object.fromEntries(found.filter(([, content]) => content !== undefined))
  try {
    return { history: parseJournal(readJournal(folder)), ...there }
  } catch (error) {
    return { history: [], problem: messageOf(error), ...there }
  }
}

/** The text of the journal in a folder, compressed or not. Throws what `readFileSync` and `gunzipSync` throw. */
export function readJournal(folder: string): string {
  const gzipped = readIfThere(join(folder, `${journal}.gz`))
  return gzipped === undefined ? readFileSync(join(folder, journal), 'utf8') : gunzipSync(gzipped).toString()
}

function readIfThere(path: string): Buffer | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined
}
