import { mkdir, open, rm } from 'node:fs/promises'
import { fileEnd } from '../../cache/file-end.ts'
import { killGroup } from '../../cache/kill-group.ts'
import { spawnKept } from '../../cache/spawn-kept.ts'
import { noGitVariables } from './git.ts'

export interface BuildJob {
  readonly tree: string
  /** The user's command, for a shell. */
  readonly command: string
  readonly limitMs: number
  /** Where its output goes. */
  readonly log: string
  readonly env: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

/** How a build ended. */
export interface Built {
  readonly seconds: number
  /** Why it failed; null when it did not. */
  readonly why: string | null
  /** Whether it exceeded its limit. */
  readonly late: boolean
}

const lastLines = 12
const lastBytes = 8192

/** Runs the build command in a process group of its own, which has ended when this resolves. */
export async function build(job: BuildJob): Promise<Built> {
  const { tree, command, env, log, limitMs, signal } = job
  const began = performance.now()
  // A compiler that is killed leaves its temporary files.
  await using temp = await emptyFolder(`${tree}.tmp`)
  await using output = await open(log, 'w')
  // Straight into a file: to copy a compiler's output would compete with the guests for CPU time.
  const { child } = spawnKept('sh', ['-c', command], {
    cwd: tree,
    env: { ...process.env, ...noGitVariables, ...env, TMPDIR: temp.path },
    stdio: ['ignore', output.fd, output.fd],
  })
  let late = false
  const kill = () => killGroup(child.pid)
  const timer = setTimeout(() => {
    late = true
    kill()
  }, limitMs)
  signal.addEventListener('abort', kill, { once: true })
  if (signal.aborted) kill()
  const ended = await new Promise<string>(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', (code, name) => resolve(name ?? `status ${code}`))
  })
  clearTimeout(timer)
  signal.removeEventListener('abort', kill)
  signal.throwIfAborted()
  const seconds = (performance.now() - began) / 1000
  if (ended === 'status 0' && !late) return { seconds, why: null, late }
  const how = late ? `it had not ended after ${limitMs / 1000} s, see --build-limit` : ended
  return { seconds, why: `the build failed (${how}); its log is ${log}`, late }
}

/** Emptied if a command that was killed has left it; removed at the end. */
async function emptyFolder(path: string): Promise<AsyncDisposable & { readonly path: string }> {
  const remove = () => rm(path, { recursive: true, force: true })
  await remove()
  await mkdir(path)
  return { path, [Symbol.asyncDispose]: remove }
}

/** The last lines of a build's log. */
export function endOfLog(log: string): string {
  const lines = fileEnd(log, lastBytes, 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
  return lines.length === 0 ? '(no output)' : lines.slice(-lastLines).join('\n')
}
