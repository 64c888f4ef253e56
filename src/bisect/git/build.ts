import { spawn } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { killGroup } from '../../cache/kill-group.ts'
import { noGitVariables } from './git.ts'

export interface BuildJob {
  readonly tree: string
  /** The user's command, for a shell. */
  readonly command: string
  readonly limitMs: number
  /** Where its output goes. */
  readonly log: string
  readonly env: Readonly<Record<string, string>>
  /** Called with the process that leads the build's group, and with null when the group has ended. */
  onProcess(pid: number | null): void
  readonly signal: AbortSignal
}

/** How a build ended. */
export interface Built {
  readonly seconds: number
  /** Why it failed; null when it did not. */
  readonly why: string | null
  /** It exceeded its limit. */
  readonly late: boolean
}

const lastLines = 12

/** Runs the build command in a process group of its own, which has ended when this resolves. */
export async function build(job: BuildJob): Promise<Built> {
  const { tree, command, env, log, limitMs, signal } = job
  const began = performance.now()
  await using output = await open(log, 'w')
  // Straight into a file: to copy a compiler's output would compete with the guests for CPU time.
  const child = spawn('sh', ['-c', command], {
    cwd: tree,
    env: { ...process.env, ...noGitVariables, ...env },
    stdio: ['ignore', output.fd, output.fd],
    detached: true,
  })
  job.onProcess(child.pid ?? null)
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
  // The shell may have ended before what it started in the background.
  kill()
  job.onProcess(null)
  signal.throwIfAborted()
  const seconds = (performance.now() - began) / 1000
  if (ended === 'status 0' && !late) return { seconds, why: null, late }
  const how = late ? `it had not ended after ${limitMs / 1000} s, see --build-limit` : ended
  return { seconds, why: `the build failed (${how}); its log is ${log}`, late }
}

/** The last lines of a build's log. */
export async function endOfLog(log: string): Promise<string> {
  const lines = (await readFile(log, 'utf8')).split('\n').filter(line => line.trim() !== '')
  return lines.length === 0 ? '(no output)' : lines.slice(-lastLines).join('\n')
}
