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
import { prepareQemus, singleQemu } from '../guest/resolve-qemus.ts'
import { interruptSignal } from '../interrupt.ts'
import type { GuestOptions } from '../option/guest-options.ts'
import type { RunOptions } from '../option/run-options.ts'
import { play } from '../play/play.ts'
import { storedResults } from '../results/stored-results.ts'
import { err, out } from '../terminal/output.ts'
import { progressTo } from '../terminal/progress-to.ts'
import { tool } from '../tool.ts'

/** The options of `diff`; those of cases and guests are for two QEMUs. */
export type DiffOptions = { readonly json?: true } & Omit<GuestOptions, 'qemu'> &
  Pick<RunOptions, 'only' | 'skip' | 'timeout' | 'jobs' | 'repeat' | 'cold' | 'results' | 'resume'>

/**
 * `chardev-fc diff A B`: compares two results, or runs cases on two QEMUs and compares these. Resolves with 0 if nothing
 * changed, else 1.
 */
export async function diff(
  sides: readonly [string, string],
  ids: readonly string[],
  options: DiffOptions,
  command: readonly string[],
): Promise<number> {
  const [before, after] = await sidesOf(sides, ids, options, command)
  const differences = differencesOf(before.results, after.results, [before.schema, after.schema])
  const changed = differences.some(isChanged)
  if (options.json) {
    const compared = { schema: currentSchema, tool, command, changed, cells: differences.map(document) }
    out.writeDocument(jsonText(parse(differenceDocument, compared)))
  } else out.print(differenceText(differences, out))
  return changed ? 1 : 0
}

type Sides = readonly [StoredResults, StoredResults]

async function sidesOf(
  sides: readonly [string, string],
  ids: readonly string[],
  options: DiffOptions,
  command: readonly string[],
): Promise<Sides> {
  const [before, after] = sides
  const areResults = sides.map(isResults)
  if (areResults.every(is => !is)) return run(sides, ids, options, command)
  if (areResults.some(is => !is))
    throw new UsageError(
      `expected two results or two QEMUs, got one of each: ${sides.map((side, index) => `${side} is ${areResults[index] ? 'a result' : 'not a folder or file with results'}`).join(', ')}`,
    )
  if (ids.length > 0)
    throw new UsageError(`expected two results, got case ${ids[0]} too: name cases only to compare QEMUs`)
  return [chosen(storedResults(before), options), chosen(storedResults(after), options)]
}

/** Whether an argument is a folder or a file that is no program, and so no QEMU. */
function isResults(side: string): boolean {
  const found = statSync(side, { throwIfNoEntry: false })
  return found !== undefined && (found.isDirectory() || (found.isFile() && (found.mode & 0o111) === 0))
}

function chosen({ schema, results }: StoredResults, options: DiffOptions): StoredResults {
  if (options.only === undefined && options.skip === undefined) return { schema, results }
  const cases = [...new Set(results.map(result => result.case))].map(id => ({ id }))
  const ids = new Set(selected(cases, options).map(({ id }) => id))
  return { schema, results: results.filter(result => ids.has(result.case)) }
}

async function run(
  sides: readonly [string, string],
  ids: readonly string[],
  { json: _, ...options }: DiffOptions,
  command: readonly string[],
): Promise<Sides> {
  const cases = selected(ids.length === 0 ? await allCases() : await casesNamed(ids), options)
  const signal = interruptSignal()
  const [first, second] = [await qemuNamed(sides[0], signal), await qemuNamed(sides[1], signal)]
  if (first.identity === second.identity)
    throw new UsageError(
      `expected two QEMUs, got the same one twice: ${sides.join(' and ')} are both ${first.path}`,
    )
  const results = await play({
    ...{ cases, command, options: { ...options, qemu: sides } },
    console: null, // It shows the comparison only.
  })
  const side = ({ path }: { readonly path: string }): StoredResults => ({
    schema: currentSchema,
    results: results.filter(({ qemu }) => qemu.path === path),
  })
  return [side(first), side(second)]
}

async function qemuNamed(value: string, signal: AbortSignal) {
  try {
    return singleQemu(await prepareQemus([value], { onProgress: progressTo(err), signal }), [value])
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    const why = error.message.replace(/^--qemu: /, '')
    throw new UsageError(`expected a result or a QEMU: ${why}`, { cause: error })
  }
}

/** As the published schema has it. */
function document({ before, after, ...rest }: CellDifference): object {
  const side = (one: Side | null) => one && { ...one.result, plays: one.plays, numbers: one.figures }
  return { ...rest, before: side(before), after: side(after) }
}
