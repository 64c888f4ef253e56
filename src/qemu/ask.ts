import { execa } from 'execa'
import { lastWords } from './last-words.ts'
import { parentDeath } from './parent-death.ts'

/** What a program answered. */
export interface Answer {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** True when it was killed because the limit had passed. */
  readonly late: boolean
  /** Why it ended, with its own last words, escaped, for a message: `status 1: no such device`. */
  readonly end: string
}

/**
 * Runs a program to its end with `input` on its stdin and takes what it says, at most 4 MB. Never rejects for what
 * the program does; rejects with the signal's reason when that aborts. Killed after `limitMs`, and when we die.
 */
export async function ask(
  command: readonly string[],
  { input = '', limitMs, signal }: { input?: string; limitMs: number; signal: AbortSignal },
): Promise<Answer> {
  const [file = '', ...args] = [...(await parentDeath()), ...command]
  const result = await execa(file, args, {
    input,
    reject: false,
    timeout: limitMs,
    killSignal: 'SIGKILL',
    cancelSignal: signal,
    maxBuffer: 4_000_000,
    // QEMU's messages are matched as text.
    env: { LC_ALL: 'C' },
  })
  signal.throwIfAborted()
  const code = result.exitCode ?? null
  const { stdout, stderr, timedOut: late } = result
  const said = lastWords(stderr) || lastWords(stdout)
  const how = late
    ? `no end within ${limitMs / 1000} s`
    : (result.signal ?? (code === null ? '' : `status ${code}`))
  const end = [how || (result.shortMessage ?? ''), said].filter(text => text !== '').join(': ')
  return { code, stdout, stderr, late, end }
}
