import { mkdir, rm } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import { isProgram } from '../../cache/program.ts'
import type { RevisionName } from '../../model/contract/hunt-report.ts'
import { UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import type { Origin } from '../hunt-log.ts'
import { type Program, type Source, Unfit } from '../source.ts'
import { build, endOfLog } from './build.ts'
import type { BuildCache } from './build-cache.ts'
import { Git } from './git.ts'
import { revisionsOf } from './git-range.ts'
import type { WorkTree } from './work-tree.ts'

/** What building needs, beside what the order says. */
export interface Workshop {
  readonly tree: WorkTree
  readonly cache: BuildCache
  /** The folder of the builds' logs. */
  readonly logs: string
  /** For the user's command, beside our own environment. */
  readonly env: Readonly<Record<string, string>>
  readonly onProgress: OnProgress
  /** Told of the process that leads a build's group, and again, with null, when it is gone. */
  readonly started: (pid: number | null) => void
}

type GitOrigin = Extract<Origin, { kind: 'git' }>

/** Throws UsageError for a program that would not lie in the tree. */
export function checkBinary(binary: string): void {
  const path = normalize(binary)
  if (!isAbsolute(path) && !/^\.\.?(\/|$)/.test(path)) return
  throw new UsageError(
    `--binary: wanted the program that a build makes, from the root of the tree (build/qemu-system-x86_64), got '${binary}'`,
  )
}

/** The revisions of a git history; each is built, in one tree, when it is asked for. Throws UsageError. */
export async function gitSource(origin: GitOrigin, workshop: Workshop, signal: AbortSignal): Promise<Source> {
  checkBinary(origin.binary)
  const revisions = await revisionsOf({ ...origin, notes: [] }, signal)
  const git = new Git(origin.repo)
  return {
    revisions,
    before: origin.before,
    after: origin.after,
    program: (id, signal) => program(id, origin, workshop, signal),
    named: (id, signal) => named(git, id, signal),
    close: signal => workshop.tree.remove(signal),
  }
}

async function program(
  id: string,
  origin: GitOrigin,
  workshop: Workshop,
  signal: AbortSignal,
): Promise<Program> {
  const { tree, cache } = workshop
  const key = { tree: await tree.treeId(id, signal), command: origin.build, binary: origin.binary }
  const kept = await cache.get(key)
  if (kept !== null) return { path: kept, seconds: 0, cached: true }
  const seconds = await built(id, origin, workshop, signal)
  return { path: await cache.put(key, tree.path), seconds, cached: false }
}

/**
 * Seconds. The program of the revision before goes first: a command that hides its failure (`make | tail`) must not
 * pass it off as its own. What fails where others were built before it is built once more from nothing, before it
 * counts.
 */
async function built(
  id: string,
  { build: command, binary, buildLimitMs: limitMs }: GitOrigin,
  { tree, logs, env, onProgress, started }: Workshop,
  signal: AbortSignal,
): Promise<number> {
  const { fresh } = await tree.checkOut(id, signal)
  await mkdir(logs, { recursive: true })
  const order = {
    tree: tree.path,
    command,
    limitMs,
    log: join(logs, `${id.slice(0, 12)}.log`),
    env,
    started,
    signal,
  }
  const make = async () => {
    await rm(join(tree.path, binary), { force: true })
    const made = await build(order)
    if (made.why !== null || (await isProgram(join(tree.path, binary)))) return made
    return { ...made, why: `the build ended well, but left no program ${binary}; its log is ${order.log}` }
  }
  let { seconds, why, late } = await make()
  if (why !== null && !late && !fresh) {
    onProgress('  the build failed in the used tree: once more in a clean one')
    await tree.clean(signal)
    const again = await make()
    why = again.why
    seconds += again.seconds
  }
  if (why !== null) throw new Unfit(why, seconds, await endOfLog(order.log))
  return seconds
}

async function named(git: Git, id: string, signal: AbortSignal): Promise<RevisionName> {
  const text = await git.run(['show', '--no-patch', '--format=%H%n%an <%ae>%n%aI%n%s', id], signal)
  const [rev = id, author = '', date = '', subject = ''] = text.split('\n')
  return { rev, subject, author, date }
}
