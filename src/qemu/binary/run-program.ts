import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { killGroup } from '../../cache/kill-group.ts'
import { endMarked } from '../../cache/marked-processes.ts'
import { spawnKept } from '../../cache/spawn-kept.ts'
import { outputTail } from './output-tail.ts'

const maxOutput = 4_000_000

/** What a program printed and how it ended. */
export interface ProgramResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** Whether it was killed because the limit had passed. */
  readonly timedOut: boolean
  /** How it ended, with the escaped tail of its output, for a message: `status 1: no such device`. */
  readonly end: string
}

/**
 * Runs a program with `input` on its stdin and collects its output, at most 4 MB. Kills it after `limitMs`; it
 * ends with us. Rejects only with the signal's reason.
 */
export async function runProgram(
  command: readonly string[],
  options: { input?: string; limitMs: number; signal: AbortSignal },
): Promise<ProgramResult> {
  const result = await collect(command, options)
  options.signal.throwIfAborted()
  return result
}

/** Uses Node's own spawn: every run asks its QEMU for the version, and needs no other module loaded for it. */
function collect(
  [file = '', ...args]: readonly string[],
  { input = '', limitMs, signal }: Parameters<typeof runProgram>[1],
): Promise<ProgramResult> {
  return new Promise(resolve => {
    // QEMU's messages are matched as text.
    const kept = spawnKept(file, args, { env: { ...process.env, LC_ALL: 'C' }, stdio: 'pipe' })
    const child = kept.child as ChildProcessWithoutNullStreams
    const output = { stdout: '', stderr: '' }
    let [problem, timedOut] = ['', false]
    const kill = () => {
      killGroup(child.pid)
      endMarked(kept.mark)
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
        output[name] += text
        if (output[name].length <= maxOutput) return
        problem = `it printed more than ${maxOutput} characters`
        kill()
      })
    }
    // The program need not read its input.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
    child.once('error', error => {
      problem ||= error.message
    })
    child.once('close', (code, killed) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', kill)
      const how = timedOut ? `no end within ${limitMs / 1000} s` : problem || killed || `status ${code}`
      const tail = outputTail(output.stderr) || outputTail(output.stdout)
      const end = tail === '' ? how : `${how}: ${tail}`
      resolve({ ...output, code: problem === '' ? code : null, timedOut, end })
    })
  })
}
