import { InfraError, UsageError } from '../model/errors.ts'
import { escaped } from '../model/value/escaped.ts'
import { handleInterrupts, Interrupted, uncaughtError } from './interrupt.ts'
import { err, out } from './terminal/output.ts'
import { version } from './tool.ts'

const usage = 64
/** Node's own exit code for a top-level await that never ends. */
const unsettled = 13
const harnessError = 69
/** `git bisect run` stops at this code and above; a lower one is a verdict on the revision (git-bisect(1)). */
const stopsGit = 128

/**
 * Runs one command line (without `node` and the script) and resolves with its exit code: 0 all as expected,
 * 1 something unexpected, 2 something inconclusive, 64 usage error, 69 harness error, 129, 130 or 143
 * interrupted.
 */
export async function main(argv: readonly string[]): Promise<number> {
  handleInterrupts()
  handleStrayErrors()
  isForGit = argv.includes('--bisect-exit')
  // Scripts ask for the version often: it need not load the parser.
  if (argv.length === 1 && argv[0] === '--version') {
    out.print(`${version}\n`)
    return 0
  }
  let code = 0
  try {
    const { program, wordsFor } = await import('./program/program.ts')
    const root = program(set => {
      code = set
    })
    await root.parseAsync(wordsFor(root, argv), { from: 'user' })
    return code
  } catch (error) {
    return explain(error)
  }
}

let isForGit = false

function explain(error: unknown): number {
  // Commander has printed its message already; help and version are no errors.
  if (isCommanderError(error)) return error.exitCode === 0 ? 0 : errorCode(usage)
  if (error instanceof Interrupted) return fail(error.message, error.code)
  if (error instanceof UsageError) return fail(escaped(error.message), usage)
  if (error instanceof InfraError) return fail(error.message, harnessError)
  if (hasNoCurrentDirectory(error))
    return fail('the current directory does not exist any more: change to another one', harnessError)
  return fail(error instanceof Error ? (error.stack ?? error.message) : String(error), harnessError)
}

/** Whether this is a CommanderError, told by its fields: the class is not loaded here. */
function isCommanderError(error: unknown): error is Error & { readonly exitCode: number } {
  return (
    error instanceof Error &&
    'code' in error &&
    String(error.code).startsWith('commander.') &&
    'exitCode' in error
  )
}

/** Whether the current directory does not exist any more: Node needs it for relative paths. */
function hasNoCurrentDirectory(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd'
}

function fail(text: string, code: number): number {
  err.print(`chardev-fc: ${text}\n`)
  return errorCode(code)
}

function errorCode(code: number): number {
  return isForGit ? Math.max(code, stopsGit) : code
}

/**
 * Gives errors in a user's case file the exit code of a harness error, so that they do not look like a verdict: an error
 * that nobody waits for (Node exits with 1), and a promise that never settles (Node exits with 13).
 */
function handleStrayErrors(): void {
  process.setUncaughtExceptionCaptureCallback(error => process.exit(explain(error)))
  process.on('exit', () => {
    const uncaught = uncaughtError()
    const code = Number(process.exitCode ?? 0)
    if (code === unsettled)
      process.exitCode = fail(
        'nothing left to run: does your case await a promise that never settles?',
        harnessError,
      )
    // The command had ended already, or did not heed the signal.
    else if (uncaught !== null && code < usage) process.exitCode = explain(uncaught)
  })
}
