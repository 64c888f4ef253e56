import { mkdir, readFile, realpath, rm, stat } from 'node:fs/promises'
import { isAbsolute, join, normalize } from 'node:path'
import { isProgram } from '../../cache/program.ts'
import { UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { compareVersions } from '../../model/value/version.ts'
import type { Origin } from '../log.ts'
import { type Source, Untestable } from '../source.ts'
import { build, endOfLog } from './build.ts'
import type { BuildCache } from './build-cache.ts'
import { buildProgress } from './build-progress.ts'
import { Git } from './git.ts'
import { revisionsOf } from './git-range.ts'
import { namedFiles } from './named-files.ts'
import type { WorkTree } from './work-tree.ts'

/** What builds need besides the settings of the bisection. */
export interface BuildEnvironment {
  readonly tree: WorkTree
  readonly cache: BuildCache
  /** The folder for the logs of the builds. */
  readonly logs: string
  /** Environment variables for the user's command, besides our own. */
  readonly env: Readonly<Record<string, string>>
  readonly onProgress: OnProgress
}

/** In characters: a commit may have a subject of megabytes. */
const longestSubject = 500

/** Bytes: what is longer is a binary. */
const longestScript = 1_000_000

type GitOrigin = Extract<Origin, { kind: 'git' }>

/** Throws UsageError for a program outside the tree. */
export function checkBinary(binary: string): void {
  const path = normalize(binary)
  if (!isAbsolute(path) && !/^\.\.?(\/|$)/.test(path)) return
  throw new UsageError(
    `--binary: expected a path relative to the root of the work tree, like build/qemu-system-x86_64, got '${binary}'`,
  )
}

/** The revisions of a git history; each is built when it is needed, all in one work tree. Throws UsageError. */
export async function gitSource(
  origin: GitOrigin,
  environment: BuildEnvironment,
  signal: AbortSignal,
): Promise<Source> {
  checkBinary(origin.binary)
  const { tree, cache } = environment
  const git = new Git(origin.repo)
  return {
    revisions: await revisionsOf(origin, signal),
    before: origin.before,
    after: origin.after,
    async program(id, signal) {
      const { build: command, binary } = origin
      const { digest: files } = await namedFiles(command, process.env)
      const key = { tree: await tree.treeId(id, signal), command, files, binary }
      const kept = await cache.get(key)
      if (kept !== null) return { path: kept, seconds: 0, cached: true }
      const seconds = await buildRevision(id, origin, environment, signal)
      return { path: await cache.put(key, tree.path), seconds, cached: false }
    },
    async nameOf(id, signal) {
      // Not as the user's configuration has it.
      const plain = ['--no-patch', '--no-show-signature', '--encoding=UTF-8']
      const text = await git.run(['show', ...plain, '--format=%H%n%an <%ae>%n%aI%n%s', id], signal)
      const [rev = id, author = '', date = '', subject = ''] = text.split('\n')
      return { rev, subject: subject.slice(0, longestSubject), author: author.slice(0, longestSubject), date }
    },
    async releaseOf(id, signal) {
      const format = '--format=%(refname:lstrip=2)'
      const text = await git.run(['for-each-ref', `--contains=${id}`, format, 'refs/tags/v[0-9]*'], signal)
      const releases = text.split('\n').filter(tag => /^v\d+(\.\d+)+$/.test(tag))
      return releases.toSorted(compareVersions)[0] ?? null
    },
    close: signal => tree.remove(signal),
  }
}

/**
 * Resolves with the seconds it took. The previous program is removed first: a command that hides its failure
 * (`make | tail`) would leave it there. A build that fails in a used tree is repeated in a clean one before the
 * failure counts. Rejects with Untestable.
 */
async function buildRevision(
  id: string,
  { build: command, binary, buildLimitMs: limitMs }: GitOrigin,
  { tree, logs, env, onProgress }: BuildEnvironment,
  signal: AbortSignal,
): Promise<number> {
  const { fresh } = await tree.checkOut(id, signal)
  await mkdir(logs, { recursive: true })
  const log = join(logs, `${id.slice(0, 12)}.log`)
  const program = join(tree.path, binary)
  const make = async () => {
    await removeProgram(program, tree.path)
    using _ = buildProgress(log, onProgress)
    const made = await build({ tree: tree.path, command, limitMs, log, env, signal })
    if (made.why !== null || (await isProgram(program))) return made
    return { ...made, why: `the build succeeded but left no program ${binary}; its log is ${log}` }
  }
  let { seconds, why, late } = await make()
  if (why !== null && !late && !fresh) {
    onProgress('  the build failed in the used work tree; building again in a clean one')
    await tree.clean(signal)
    const again = await make()
    why = again.why
    seconds += again.seconds
  }
  if (why === null && (await startsInside(program, tree.path)))
    why = `the program ${binary} is a script that starts something in the work tree, which the next build replaces: name that with --binary`
  if (why === null) return seconds
  const missing = await tree.missingSubmodules(signal)
  throw new Untestable(`${why}${withoutSubmodules(missing)}`, seconds, endOfLog(log))
}

/** Of a link, what it leads to: a command may make the link again, or leave it. */
async function removeProgram(program: string, tree: string): Promise<void> {
  const [real, root] = await Promise.all([realpath(program).catch(() => program), realpath(tree)])
  await rm(real.startsWith(`${root}/`) ? real : program, { force: true })
}

/** A script is stored alone. One with the path of the tree in it would run what other revisions have built. */
async function startsInside(program: string, tree: string): Promise<boolean> {
  if ((await stat(program)).size > longestScript) return false
  const text = await readFile(program, 'utf8')
  return text.startsWith('#!') && [tree, await realpath(tree)].some(path => text.includes(path))
}

function withoutSubmodules(missing: readonly string[]): string {
  if (missing.length === 0) return ''
  return `; these submodules are not checked out, because the repository has no clone of them: ${missing.join(', ')} (git submodule update --init in the repository, or in the build command)`
}
