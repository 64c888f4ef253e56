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
 * Runs a program without a shell's word splitting and resolves with its output, whatever its exit code. `LC_ALL=C` is set
 * because the messages of apt are parsed.
 *
 * @throws InfraError if the program is not on this machine; the signal's reason if it aborts.
 */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Finished> {
  options.signal?.throwIfAborted()
  // zx is loaded when it is needed: most runs find their image in the cache.
  const { $ } = await import('zx')
  const settings: Partial<Options> = {
    quiet: true,
    nothrow: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  }
  // With `exec` the child is the program and no shell in between, so that one kill reaches it. zx's own abort walks the
  // process tree with `ps`, which small containers lack.
  const child = $(settings)`exec env LC_ALL=C ${argv}`
  const stop = () => child.child?.kill('SIGTERM')
  options.signal?.addEventListener('abort', stop, { once: true })
  try {
    const { exitCode, signal, stdout, stderr } = await child
    options.signal?.throwIfAborted()
    // env exits with 127 for a missing program; so does ld.so for a missing library.
    if (exitCode === 127 && /\benv: /.test(stderr)) {
      throw new InfraError(`needs the program '${argv[0]}', which is not on this machine's PATH: install it`)
    }
    return { code: exitCode ?? 128 + (signal ? constants.signals[signal] : 0), stdout, stderr }
  } finally {
    options.signal?.removeEventListener('abort', stop)
  }
}
