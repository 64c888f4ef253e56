import { execFile } from 'node:child_process'
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
  const result = await toTheEnd(file, args, { input, limitMs, signal })
  signal.throwIfAborted()
  const { code, stdout, stderr, killed, late } = result
  const said = lastWords(stderr) || lastWords(stdout)
  const how = late ? `no end within ${limitMs / 1000} s` : (killed ?? (code === null ? '' : `status ${code}`))
  const end = [how || result.trouble, said].filter(text => text !== '').join(': ')
  return { code, stdout, stderr, late, end }
}

interface Ended extends Pick<Answer, 'code' | 'stdout' | 'stderr' | 'late'> {
  /** The signal it ended by. */
  readonly killed: string | null
  /** Why it could not even be started. */
  readonly trouble: string
}

/** With what Node has itself: every run asks its QEMU for the version, and need not load anything first. */
function toTheEnd(
  file: string,
  args: readonly string[],
  { input, limitMs, signal }: { input: string; limitMs: number; signal: AbortSignal },
): Promise<Ended> {
  return new Promise(resolve => {
    const began = performance.now()
    const child = execFile(
      file,
      args,
      {
        timeout: limitMs,
        killSignal: 'SIGKILL',
        signal,
        maxBuffer: 4_000_000,
        // QEMU's messages are matched as text.
        env: { ...process.env, LC_ALL: 'C' },
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null
        const killed = error?.signal ?? null
        const late = error?.killed === true && killed !== null && performance.now() - began >= limitMs
        resolve({ code, stdout, stderr, late, killed, trouble: error?.message ?? '' })
      },
    )
    // It need not read what it is told.
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(input)
  })
}
