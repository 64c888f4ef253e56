import { basename } from 'node:path'
import { parseLog } from '../../bisect/log.ts'
import { readNamed } from '../../cache/inside.ts'
import { shownJson } from '../../model/contract/json-of.ts'
import { currentSchema } from '../../model/contract/schema-version.ts'
import { messageOf, UsageError } from '../../model/errors.ts'
import { inputLimits } from '../../model/input-limits.ts'
import { caseNamed } from '../../plan/catalogue.ts'
import { knownText } from '../../report/bisect/known-entries.ts'
import { type BisectOutput, latestReport, openBisectReports } from '../bisect/bisect-reports.ts'
import { settingsOf } from '../bisect/bisect-settings.ts'
import { dropSource } from '../bisect/bisect-source.ts'
import { runBisection } from '../bisect/bisection.ts'
import { newBisection } from '../bisect/bisection-folder.ts'
import { findBisection } from '../bisect/bisections.ts'
import { eventText } from '../bisect/progress-text.ts'
import { namedRevisions } from '../bisect/skipped-revisions.ts'
import { interruptSignal } from '../interrupt.ts'
import type { BisectOptions } from '../option/bisect-options.ts'
import { paths } from '../paths.ts'
import { err, out } from '../terminal/output.ts'
import { progressTo } from '../terminal/progress-to.ts'
import { tool } from '../tool.ts'

/** `chardev-fc bisect CASE …`: starts a bisection and runs it to the end. Resolves with the exit code. */
export async function start(id: string, flags: BisectOptions, command: readonly string[]): Promise<number> {
  const writeReports = openBisectReports(flags)
  const signal = interruptSignal()
  const onProgress = progressTo(err)
  const played = await caseNamed(id)
  const settings = await settingsOf(played, flags, command, onProgress, signal)
  const { bisections } = paths(process.env)
  const folder = newBisection(bisections, played.id, [{ at: new Date().toISOString(), ...settings }])
  return runBisection(folder, writeReports, onProgress, signal)
}

/** `chardev-fc bisect resume [BISECTION]`: continues an interrupted bisection. Resolves with the exit code. */
export async function resume(name: string | undefined, output: BisectOutput): Promise<number> {
  const writeReports = openBisectReports(output)
  const folder = findBisection(paths(process.env).bisections, name, 'unfinished')
  return runBisection(folder, writeReports, progressTo(err), interruptSignal())
}

/** `chardev-fc bisect replay FILE`: starts a bisection from a log. Resolves with the exit code. */
export async function replay(file: string, output: BisectOutput): Promise<number> {
  const writeReports = openBisectReports(output)
  let text: string
  try {
    text = readNamed(file, inputLimits.fileBytes).toString()
  } catch (error) {
    throw new UsageError(`expected the log of a bisection, but cannot read ${file}: ${messageOf(error)}`)
  }
  const { settings, events } = parseLog(text, file)
  const first = { ...settings, at: new Date().toISOString(), schema: currentSchema, tool } as const
  const { bisections } = paths(process.env)
  const folder = newBisection(bisections, basename(settings.case), [first, ...events])
  return runBisection(folder, writeReports, progressTo(err), interruptSignal())
}

/** `chardev-fc bisect --known CASE`: prints the entries of `known` for the case file. */
export async function known(id: string): Promise<void> {
  const played = await caseNamed(id)
  out.print(knownText(latestReport(paths(process.env).bisections, played.id)))
}

/** `chardev-fc bisect skip REVISION…`: an interrupted bisection goes on without them. */
export async function skip(names: readonly string[], name: string | undefined): Promise<void> {
  const folder = findBisection(paths(process.env).bisections, name, 'unfinished')
  folder.take()
  const ids = await namedRevisions(folder.read().settings.origin, names, interruptSignal())
  const event = { at: new Date().toISOString(), kind: 'skipped', ids, named: names } as const
  folder.append(event)
  const onProgress = progressTo(err)
  onProgress(`${eventText(event)}; continue with chardev-fc bisect resume ${folder.id}`)
}

/** `chardev-fc bisect reset [BISECTION]`: gives up an interrupted bisection; its log stays. */
export async function reset(name: string | undefined): Promise<void> {
  const folder = findBisection(paths(process.env).bisections, name, 'unfinished')
  folder.take()
  await dropSource(folder.read().settings, folder, interruptSignal())
  folder.finish({ refused: 'given up with chardev-fc bisect reset\n' })
  progressTo(err)(`Gave up bisection ${folder.id}; its log stays in ${folder.path}`)
}

/** `chardev-fc bisect log [BISECTION]`: prints the log, as `replay` reads it. */
export function log(name: string | undefined): void {
  out.writeDocument(shownJson(findBisection(paths(process.env).bisections, name, 'any').text()))
}
