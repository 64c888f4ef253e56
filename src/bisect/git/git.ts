import { execa } from 'execa'
import { keptEnvironment } from '../../cache/spawn-kept.ts'
import { InfraError, UsageError } from '../../model/errors.ts'

/** A git that calls us from a hook sets these, and they name its own repository (git rev-parse --local-env-vars). */
export const noGitVariables: Readonly<Record<string, undefined>> = {
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_COMMON_DIR: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
  GIT_PREFIX: undefined,
  GIT_SHALLOW_FILE: undefined,
}

/** How git ended; `code` is its exit code. */
export interface GitResult {
  readonly code: number
  readonly stdout: string
  /** The last lines of stderr, on one line. */
  readonly message: string
}

/** A git repository of the user's. We read it and add work trees of our own; its checkout is never touched. */
export class Git {
  readonly #repo: string
  readonly #env: Readonly<Record<string, string>>

  /** `ceiling`: git does not look for a repository in this folder or above it. */
  constructor(repo: string, ceiling?: string) {
    this.#repo = repo
    this.#env = ceiling === undefined ? {} : { GIT_CEILING_DIRECTORIES: ceiling }
  }

  /** Runs git; any exit code is an answer. Throws InfraError where there is no git. */
  async ask(args: readonly string[], signal: AbortSignal): Promise<GitResult> {
    // Run no hooks of the user's, and do not refresh their index.
    const ours = ['--no-optional-locks', '-c', 'core.hooksPath=/dev/null']
    const result = await execa('git', ['-C', this.#repo, ...ours, ...args], {
      reject: false,
      stdin: 'ignore',
      env: keptEnvironment({ ...noGitVariables, ...this.#env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' }),
      maxBuffer: 200_000_000,
      cancelSignal: signal,
    })
    signal.throwIfAborted()
    if (result.exitCode === undefined) {
      if (result.code === 'ENOENT') throw new InfraError('git is not on PATH: install it')
      throw new InfraError(`cannot run git (${result.shortMessage ?? 'it was killed'}); is it installed?`)
    }
    return { code: result.exitCode, stdout: result.stdout, message: oneLine(result.stderr) }
  }

  /** Runs git, which must succeed. Throws InfraError with its message. */
  async run(args: readonly string[], signal: AbortSignal): Promise<string> {
    const { code, stdout, message } = await this.ask(args, signal)
    if (code === 0) return stdout
    throw new InfraError(`git ${args[0]} in ${this.#repo} failed (status ${code}): ${message}`)
  }

  /** The full id of a commit. Throws UsageError. */
  async commit(name: string, option: string, signal: AbortSignal): Promise<string> {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]
    const { code, stdout } = await this.ask(args, signal)
    if (code === 0) return stdout.trim()
    const shallow = (await this.isShallow(signal))
      ? '; this clone is shallow: fetch the rest with git fetch --unshallow'
      : '; see git log, or fetch missing tags with git fetch --tags'
    throw new UsageError(`${option}: expected a commit, but '${name}' is not one in ${this.#repo}${shallow}`)
  }

  async isShallow(signal: AbortSignal): Promise<boolean> {
    return (await this.run(['rev-parse', '--is-shallow-repository'], signal)).trim() === 'true'
  }
}

function oneLine(text: string): string {
  const lines = text.split('\n').filter(line => line.trim() !== '')
  return lines.slice(-3).join('; ') || 'no message'
}
