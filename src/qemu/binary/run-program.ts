import { spawn } from 'node:child_process'
import { killGroup } from '../../cache/kill-group.ts'
import { parentDeath } from '../parent-death.ts'
import { outputTail } from './output-tail.ts'

const mostSaid = 4_000_000

/** What a program answered. */
export interface Answer {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** True when it was killed because the limit had passed. */
  readonly timedOut: boolean
  /** Why it ended, with its own last words, escaped, for a message: `status 1: no such device`. */
  readonly end: string
}

/**
 * Runs a program to its end with `input` on its stdin and takes what it says, at most 4 MB. Never rejects for what
 * the program does; rejects with the signal's reason when that aborts. Killed after `limitMs`, and when we die.
 */
export async function runProgram(
  command: readonly string[],
  { input = '', limitMs, signal }: { input?: string; limitMs: number; signal: AbortSignal },
): Promise<Answer> {
  const [file = '', ...args] = [...(await parentDeath()), ...command]
  const answer = await toTheEnd(file, args, { input, limitMs, signal })
  signal.throwIfAborted()
  return answer
}

/**
 * With what Node has itself: every run asks its QEMU for the version, and need not load anything first. In a process
 * group of its own, which is gone in the end: the program may be a script that starts others.
 */
function toTheEnd(
  file: string,
  args: readonly string[],
  { input, limitMs, signal }: { input: string; limitMs: number; signal: AbortSignal },
): Promise<Answer> {
  return new Promise(resolve => {
    // QEMU's messages are matched as text.
    const child = spawn(file, args, { detached: true, env: { ...process.env, LC_ALL: 'C' } })
    const said = { stdout: '', stderr: '' }
    let [trouble, timedOut] = ['', false]
    const kill = () => {
      killGroup(child.pid)
      for (const stream of [child.stdout, child.stderr]) stream.destroy()
    }
    const timer = setTimeout(() => {
      timedOut = true
      kill()
    }, limitMs)
    signal.addEventListener('abort', kill, { once: true })
    if (signal.aborted) kill()
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        said[name] += text
        if (said[name].length <= mostSaid) return
        trouble = `it says more than ${mostSaid} characters`
        kill()
      })
    }
    // It need not read what it is told.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    child.once('error', error => {
      trouble ||= error.message
    })
    // What it left running may hold its output open.
    child.once('exit', () => killGroup(child.pid))
    child.once('close', (code, killed) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', kill)
      const how = timedOut ? `no end within ${limitMs / 1000} s` : trouble || killed || `status ${code}`
      resolve({ ...said, code: trouble === '' ? code : null, timedOut, end: endText(how, said) })
    })
  })
}

function endText(how: string, { stdout, stderr }: Pick<Answer, 'stdout' | 'stderr'>): string {
  return [how, outputTail(stderr) || outputTail(stdout)].filter(text => text !== '').join(': ')
}
