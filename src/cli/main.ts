import { InfraError, UsageError } from '../model/errors.ts'
import { Interrupted } from './interrupt.ts'
import { version } from './tool.ts'

const usage = 64
const harnessError = 69
/** What stops `git bisect run`; below it, 125 apart, a code says something of a revision (git-bisect(1)). */
const stopsGit = 128

/**
 * Runs one command line (without `node` and the script) and resolves with its exit code: 0 all as expected,
 * 1 something unexpected, 2 something inconclusive, 64 usage, 69 a harness error, 130 or 143 interrupted.
 */
export async function main(argv: readonly string[]): Promise<number> {
  ignoreClosedPipes()
  answerForStrangers()
  isForGit = argv.includes('--bisect-exit')
  // Asked for by scripts, often: it need not wait for the parser.
  if (argv.length === 1 && argv[0] === '--version') {
    process.stdout.write(`${version}\n`)
    return 0
  }
  let code = 0
  try {
    const { program } = await import('./program.ts')
    await program(found => {
      code = found
    }).parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    return explain(error)
  }
}

let isForGit = false

function explain(error: unknown): number {
  // Commander has printed its own words already; help and version are no errors.
  if (isCommanders(error)) return error.exitCode === 0 ? 0 : errorCode(usage)
  if (error instanceof Interrupted) return say(error.message, error.code)
  if (error instanceof UsageError) return say(error.message, usage)
  if (error instanceof InfraError) return say(error.message, harnessError)
  return say(error instanceof Error ? (error.stack ?? error.message) : String(error), harnessError)
}

/** CommanderError, by what it says of itself: the parser is loaded only when it is needed. */
function isCommanders(error: unknown): error is Error & { readonly exitCode: number } {
  return (
    error instanceof Error &&
    'code' in error &&
    String(error.code).startsWith('commander.') &&
    'exitCode' in error
  )
}

function say(text: string, code: number): number {
  process.stderr.write(`chardev-fc: ${text}\n`)
  return errorCode(code)
}

function errorCode(code: number): number {
  return isForGit ? Math.max(code, stopsGit) : code
}

/**
 * What a case's file of somebody's leaves lying about must not end us with a code that says something about a QEMU:
 * an error that nobody waits for (Node's code is 1), or a wait for what nothing settles (Node's code is 13).
 */
function answerForStrangers(): void {
  process.setUncaughtExceptionCaptureCallback(error => process.exit(explain(error)))
  process.on('exit', () => {
    if (process.exitCode !== 13) return
    process.exitCode = say(
      'nothing left to run: does your case await a promise that never settles?',
      harnessError,
    )
  })
}

/** Who reads us may stop (`| head`): the work, and above all its clean-up, goes on. */
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return
      throw new InfraError(`cannot write to stdout: ${error.message}`, { cause: error })
    })
  }
}
