import { spawn } from 'node:child_process'
import { open, readFile } from 'node:fs/promises'
import { killGroup } from '../../cache/kill-group.ts'
import { noPlaces } from './git.ts'

/** What to build, and how. */
export interface BuildOrder {
  readonly tree: string
  /** The user's command, for a shell. */
  readonly command: string
  readonly limitMs: number
  /** Where its output goes. */
  readonly log: string
  readonly env: Readonly<Record<string, string>>
  /** Told of the process that leads the build's group, and again, with null, when it is gone. */
  started(pid: number | null): void
  readonly signal: AbortSignal
}

/** How a build ended. */
export interface Built {
  readonly seconds: number
  /** Why there is nothing to run; null when it ended well. */
  readonly why: string | null
  readonly late: boolean
}

const lastLines = 12

/** Runs the build command in its own process group, which is gone when this resolves, however it ended. */
export async function build(order: BuildOrder): Promise<Built> {
  const began = performance.now()
  const { how, late } = await run(order)
  order.signal.throwIfAborted()
  const seconds = (performance.now() - began) / 1000
  if (how === 'status 0' && !late) return { seconds, why: null, late }
  return { seconds, why: `the build failed (${how}); its log is ${order.log}`, late }
}

/** The last lines of a build's log. */
export async function endOfLog(log: string): Promise<string> {
  const lines = (await readFile(log, 'utf8')).split('\n').filter(line => line.trim() !== '')
  return lines.length === 0 ? '(it said nothing)' : lines.slice(-lastLines).join('\n')
}

async function run({ tree, command, env, log, limitMs, signal, started }: BuildOrder) {
  await using output = await open(log, 'w')
  // To a file of its own and not through us: a compiler says more than we can copy beside watching a guest.
  const stdio = ['ignore' as const, output.fd, output.fd]
  const child = spawn('sh', ['-c', command], {
    cwd: tree,
    env: { ...process.env, ...noPlaces, ...env },
    stdio,
    detached: true,
  })
  started(child.pid ?? null)
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
  started(null)
  return { how: late ? `it had not ended after ${limitMs / 1000} s` : ended, late }
}
