import { realpath } from 'node:fs/promises'
import { UsageError } from '../../model/errors.ts'
import type { Revision } from '../search/graph.ts'
import { Git } from './git.ts'

/** The two ends as the user named them; `options` are the command-line options that named them. */
export interface WantedRange {
  readonly repo: string
  readonly before: string
  readonly after: string
  readonly options: { readonly before: string; readonly after: string }
  readonly firstParent: boolean
}

/** The ends as commits, and warnings for the user. */
export interface GitRange {
  /** The root of the checkout, or the git folder of a bare one. */
  readonly repo: string
  readonly before: string
  readonly after: string
  readonly notes: readonly string[]
}

/** Resolves the ends to commits. Throws UsageError for ends between which there is no history. */
export async function resolveRange(wanted: WantedRange, signal: AbortSignal): Promise<GitRange> {
  const repo = await rootOf(wanted.repo, signal)
  const git = new Git(repo)
  const { options } = wanted
  const before = await git.commit(wanted.before, options.before, signal)
  const after = await git.commit(wanted.after, options.after, signal)
  if (before === after) {
    throw new UsageError(
      `expected two ends, but ${options.before} ${wanted.before} and ${options.after} ${wanted.after} are the same commit ${short(before)}`,
    )
  }
  const notes = await dirty(git, signal)
  if (await isAncestor(git, before, after, signal)) return { repo, before, after, notes }
  if (await isAncestor(git, after, before, signal)) {
    throw new UsageError(
      `${options.before} ${wanted.before} comes after ${options.after} ${wanted.after}: swap them, or, if the bug was fixed between them, add --find-fix`,
    )
  }
  const base = (await git.ask(['merge-base', before, after], signal)).stdout.trim()
  if (base === '') throw await unrelated(git, wanted, signal)
  const note = `${wanted.before} is not an ancestor of ${wanted.after}: using their merge base ${short(base)} instead`
  return { repo, before: base, after, notes: [...notes, note] }
}

/** The revisions that are reachable from `after` and not from `before`, parents first. */
export async function revisionsOf(
  { repo, before, after, firstParent }: Omit<WantedRange, 'options'>,
  signal: AbortSignal,
): Promise<Revision[]> {
  const options = ['rev-list', '--topo-order', '--parents', ...(firstParent ? ['--first-parent'] : [])]
  const text = await new Git(repo).run([...options, after, `^${before}`], signal)
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const [id = '', ...parents] = line.split(' ')
      return { id, parents: firstParent ? parents.slice(0, 1) : parents }
    })
    .reverse()
}

async function rootOf(path: string, signal: AbortSignal): Promise<string> {
  const folder = await realpath(path).catch(() => {
    throw new UsageError(`--repo: expected a git repository, but there is no ${path}`)
  })
  const git = new Git(folder)
  const top = await git.ask(['rev-parse', '--show-toplevel'], signal)
  if (top.code === 0) return top.stdout.trim()
  const bare = await git.ask(['rev-parse', '--absolute-git-dir'], signal)
  if (bare.code === 0) return bare.stdout.trim()
  throw new UsageError(`--repo: expected a git repository, but ${path} is not one (${bare.message})`)
}

async function isAncestor(git: Git, older: string, younger: string, signal: AbortSignal): Promise<boolean> {
  return (await git.ask(['merge-base', '--is-ancestor', older, younger], signal)).code === 0
}

async function dirty(git: Git, signal: AbortSignal): Promise<string[]> {
  const status = await git.ask(['status', '--porcelain', '--untracked-files=no'], signal)
  if (status.code !== 0 || status.stdout.trim() === '') return []
  return ['the checkout has uncommitted changes: they are left alone and not tested']
}

async function unrelated(git: Git, { before, after }: WantedRange, signal: AbortSignal): Promise<UsageError> {
  const why = (await git.isShallow(signal))
    ? 'this clone is shallow and lacks their common history; fetch it with git fetch --unshallow'
    : 'they have no common ancestor; choose ends of one history'
  return new UsageError(`expected a history between ${before} and ${after}, but ${why}`)
}

function short(commit: string): string {
  return commit.slice(0, 12)
}
