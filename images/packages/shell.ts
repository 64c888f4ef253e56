import type { ChildProcess, SpawnOptions } from 'node:child_process'
import { constants } from 'node:os'
import type { Options } from 'zx'
import { killGroup } from '../../src/cache/kill-group.ts'
import { spawnKept } from '../../src/cache/spawn-kept.ts'
import { InfraError } from '../../src/model/errors.ts'

export interface Finished {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined
  readonly cwd?: string
  /** The folder for temporary files, which a program that is killed leaves behind; the default is $TMPDIR. */
  readonly temp?: string
}

/**
 * Runs a program without a shell's word splitting and resolves with its output, whatever its exit code. `LC_ALL=C` is set
 * because the messages of apt are parsed. The program and those that it starts (apt's methods, dpkg) end with us.
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
    spawn: startKept as Options['spawn'],
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.temp === undefined ? {} : { env: { ...process.env, TMPDIR: options.temp } }),
  }
  // zx's own abort walks the process tree with `ps`, which small containers lack.
  const child = $(settings)`exec env LC_ALL=C ${argv}`
  const stop = () => killGroup(child.child?.pid)
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

/** `spawnKept` as zx calls it. */
function startKept(file: string, args: readonly string[], options: SpawnOptions): ChildProcess {
  return spawnKept(file, args, options).child
}
