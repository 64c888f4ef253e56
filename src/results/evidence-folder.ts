import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { journalText, parseJournal } from '../judge/journal-text.ts'
import { type Evidence, evidenceFiles } from '../model/contract/evidence.ts'
import { InfraError, messageOf } from '../model/errors.ts'

const journal = 'journal.jsonl'
const texts = Object.entries(evidenceFiles) as [keyof typeof evidenceFiles, { name: string; mode: number }][]

/** Makes the folder of a cell: it is there when it is whole. Throws InfraError for a journal that could not be read. */
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

/** What a run directory, or a cell's folder among results, holds. A journal that is broken is told, not thrown. */
export function readEvidence(folder: string): Evidence {
  const found = texts.map(([text, { name }]) => [text, readIfThere(join(folder, name))?.toString()])
  const there = Object.fromEntries(found.filter(([, content]) => content !== undefined))
  try {
    return { history: parseJournal(readJournal(folder)), ...there }
  } catch (error) {
    return { history: [], problem: messageOf(error), ...there }
  }
}

/** The text of the journal in a folder, packed or not. Throws what `readFileSync` and `gunzipSync` throw. */
export function readJournal(folder: string): string {
  const packed = readIfThere(join(folder, `${journal}.gz`))
  return packed === undefined ? readFileSync(join(folder, journal), 'utf8') : gunzipSync(packed).toString()
}

function readIfThere(path: string): Buffer | undefined {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? readFileSync(path) : undefined
}
