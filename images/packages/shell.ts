import { constants } from 'node:os'
import type { Options } from 'zx'
import { InfraError } from '../../src/model/errors.ts'

export interface Finished {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined
  readonly cwd?: string
}

/**
 * Runs one program without a shell's word splitting and returns what it said, whatever its exit code.
 * This is the folder's only door to zx. `LC_ALL=C` because messages of apt are told apart by their text.
 *
 * @throws InfraError when the program is not on this machine; the signal's reason when it was aborted.
 */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
  options.signal?.throwIfAborted()
  // Loaded when it is needed: most runs find their image in the cache.
  const { $ } = await import('zx')
  const settings: Partial<Options> = {
    quiet: true,
    nothrow: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  }
  // `exec`: the child of Node is then the program itself and not a shell in front of it, so that one kill
  // reaches it. zx's own abort walks the process tree with `ps`, which small containers do not have.
  const child = $(settings)`exec env LC_ALL=C ${argv}`
  const stop = () => child.child?.kill('SIGTERM')
  options.signal?.addEventListener('abort', stop, { once: true })
  try {
    const { exitCode, signal, stdout, stderr } = await child
    options.signal?.throwIfAborted()
    // env answers 127 for a program that does not exist; so does ld.so when a library is not there.
    if (exitCode === 127 && /\benv: /.test(stderr)) {
      throw new InfraError(`needs the program '${argv[0]}', which is not on this machine's PATH: install it`)
    }
    return { code: exitCode ?? 128 + (signal ? constants.signals[signal] : 0), stdout, stderr }
  } finally {
    options.signal?.removeEventListener('abort', stop)
  }
}
