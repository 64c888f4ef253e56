import { statSync } from 'node:fs'
import { differenceDocument } from '../../model/contract/document.ts'
import { parse } from '../../model/contract/schema.ts'
import { currentSchema } from '../../model/contract/schema-version.ts'
import { UsageError } from '../../model/errors.ts'
import { allCases, casesNamed } from '../../plan/catalogue.ts'
import { selected } from '../../plan/selected.ts'
import {
  type CellDifference,
  differencesOf,
  isChanged,
  type Side,
} from '../../report/difference/difference.ts'
import { differenceText } from '../../report/difference/difference-text.ts'
import { jsonText } from '../../report/json.ts'
import type { StoredResults } from '../../results/results-text.ts'
import { interruptSignal } from '../interrupt.ts'
import type { GuestOptions, MatrixFlags } from '../option/guest-options.ts'
import { play } from '../play/play.ts'
import { onlyQemu, theQemus } from '../play/qemus.ts'
import { storedResults } from '../results/stored-results.ts'
import { colourOn } from '../terminal/colour.ts'
import { progressTo } from '../terminal/progress-to.ts'
import { tool } from '../tool.ts'

/** The flags of `diff`; all but the first are for QEMUs. */
export type DiffFlags = { readonly json?: true } & Omit<GuestOptions, 'qemu'> &
  Pick<MatrixFlags, 'only' | 'skip' | 'timeout' | 'jobs' | 'repeat' | 'cold' | 'results'>

/**
 * `chardev-fc diff A B`: two results, or two QEMUs on which cases are played now, side by side. Resolves with 0 when
 * nothing turned out otherwise, else 1.
 */
export async function diff(
  words: readonly [string, string],
  ids: readonly string[],
  options: DiffFlags,
  command: readonly string[],
): Promise<number> {
  const [before, after] = await sidesOf(words, ids, options, command)
  const differences = differencesOf(before.results, after.results, [before.schema, after.schema])
  const changed = differences.some(isChanged)
  if (options.json) {
    const document = { schema: currentSchema, tool, command, changed, cells: differences.map(record) }
    process.stdout.write(jsonText(parse(differenceDocument, document)))
  } else process.stdout.write(differenceText(differences, { colour: colourOn(process.stdout) }))
  return changed ? 1 : 0
}

type Sides = readonly [StoredResults, StoredResults]

async function sidesOf(
  words: readonly [string, string],
  ids: readonly string[],
  options: DiffFlags,
  command: readonly string[],
): Promise<Sides> {
  const [before, after] = words
  const areResults = words.map(isResults)
  if (areResults.every(is => !is)) return played(words, ids, options, command)
  if (areResults.some(is => !is))
    throw new UsageError(
      `expected two results or two QEMUs, got one of each: ${words.map((word, index) => `${word} is ${areResults[index] ? 'a result' : 'not a folder or file with results'}`).join(', ')}`,
    )
  if (ids.length > 0)
    throw new UsageError(`expected two results, got case ${ids[0]} too: name cases only to compare QEMUs`)
  return [ofThose(storedResults(before), options), ofThose(storedResults(after), options)]
}

/** A program is none; nor is a label, a pattern, debian:SUITE. */
function isResults(word: string): boolean {
  const found = statSync(word, { throwIfNoEntry: false })
  return found !== undefined && (found.isDirectory() || (found.isFile() && (found.mode & 0o111) === 0))
}

function ofThose({ schema, results }: StoredResults, options: DiffFlags): StoredResults {
  if (options.only === undefined && options.skip === undefined) return { schema, results }
  const cases = [...new Set(results.map(result => result.case))].map(id => ({ id }))
  const chosen = new Set(selected(cases, options).map(({ id }) => id))
  return { schema, results: results.filter(result => chosen.has(result.case)) }
}

async function played(
  words: readonly [string, string],
  ids: readonly string[],
  { json: _, ...options }: DiffFlags,
  command: readonly string[],
): Promise<Sides> {
  const cases = selected(ids.length === 0 ? await allCases() : await casesNamed(ids), options)
  const signal = interruptSignal()
  const [first, second] = [await theQemu(words[0], signal), await theQemu(words[1], signal)]
  if (first.identity === second.identity)
    throw new UsageError(
      `expected two QEMUs, got the same one twice: ${words.join(' and ')} are both ${first.path}`,
    )
  const results = await play({
    ...{ cases, command, options: { ...options, qemu: words } },
    // What is told is how they differ.
    consoleReports: () => [],
  })
  const side = ({ path }: { readonly path: string }): StoredResults => ({
    schema: currentSchema,
    results: results.filter(({ qemu }) => qemu.path === path),
  })
  return [side(first), side(second)]
}

async function theQemu(word: string, signal: AbortSignal) {
  return onlyQemu(await theQemus([word], { onProgress: progressTo(process.stderr), signal }), [word])
}

function record({ before, after, ...rest }: CellDifference): object {
  return { ...rest, before: sideRecord(before), after: sideRecord(after) }
}

function sideRecord(side: Side | null): object | null {
  if (side === null) return null
  return { ...side.result, plays: side.plays, numbers: side.figures }
}
