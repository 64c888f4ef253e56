import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseLog } from '../../bisect/hunt-log.ts'
import { currentSchema } from '../../model/contract/schema-version.ts'
import { messageOf, UsageError } from '../../model/errors.ts'
import { casesNamed } from '../../plan/catalogue.ts'
import { reap } from '../../run/reap.ts'
import { orderOf } from '../bisect/bisect-order.ts'
import { findHunt, newHunt, reapHunts } from '../bisect/hunt-folder.ts'
import { type HuntOutput, openHuntReports } from '../bisect/hunt-reports.ts'
import { dropSource } from '../bisect/hunt-source.ts'
import { goOn } from '../bisect/hunting.ts'
import { interruptSignal } from '../interrupt.ts'
import type { BisectFlags } from '../option/bisect-flags.ts'
import { paths } from '../paths.ts'
import { progressTo } from '../terminal/progress-to.ts'
import { tool } from '../tool.ts'

/** `chardev-fc bisect CASE …`: begins a hunt and brings it to its end. Resolves with the exit code. */
export async function begin(id: string, flags: BisectFlags, command: readonly string[]): Promise<number> {
  const tell = openHuntReports(flags)
  const signal = interruptSignal()
  const onProgress = progressTo(process.stderr)
  const [played] = await casesNamed([id])
  if (played === undefined) throw new UsageError('wanted the id of a case; chardev-fc list shows them')
  const order = await orderOf(played, flags, command, onProgress, signal)
  reapHunts(paths(process.env).hunts)
  const folder = newHunt(paths(process.env).hunts, played.id)
  folder.append({ at: new Date().toISOString(), ...order })
  return goOn(folder, tell, onProgress, signal)
}

/** `chardev-fc bisect resume [HUNT]`: goes on where a hunt stood. */
export async function resume(name: string | undefined, output: HuntOutput): Promise<number> {
  const tell = openHuntReports(output)
  const folder = findHunt(paths(process.env).hunts, name, 'unfinished')
  return goOn(folder, tell, progressTo(process.stderr), interruptSignal())
}

/** `chardev-fc bisect replay FILE`: begins a hunt with what a log says was found out already. */
export async function replay(file: string, output: HuntOutput): Promise<number> {
  const tell = openHuntReports(output)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`wanted the log of a hunt, cannot read ${file}: ${messageOf(error)}`)
  }
  const { order, events } = parseLog(text, file)
  const folder = newHunt(paths(process.env).hunts, basename(order.case))
  const begun = { ...order, at: new Date().toISOString(), schema: currentSchema, tool } as const
  for (const event of [begun, ...events]) folder.append(event)
  return goOn(folder, tell, progressTo(process.stderr), interruptSignal())
}

/** `chardev-fc bisect reset [HUNT]`: gives up a hunt that was interrupted; its log stays. */
export async function reset(name: string | undefined): Promise<void> {
  const folder = findHunt(paths(process.env).hunts, name, 'unfinished')
  folder.take()
  reap(folder.file('runs'))
  await dropSource(folder.read().order, folder, interruptSignal())
  folder.finish({ refused: 'given up with chardev-fc bisect reset\n' })
  progressTo(process.stderr)(`Given up: ${folder.id}; its log stays in ${folder.path}`)
}

/** `chardev-fc bisect log [HUNT]`: what happened so far, as replay reads it. */
export function log(name: string | undefined): void {
  process.stdout.write(findHunt(paths(process.env).hunts, name, 'any').text())
}
