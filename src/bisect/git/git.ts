import { execa } from 'execa'
import { InfraError, UsageError } from '../../model/errors.ts'

/** Set by a git that called us (from a hook), they would name another repository (git rev-parse --local-env-vars). */
export const noPlaces: Readonly<Record<string, undefined>> = {
  GIT_DIR: undefined,
  GIT_WORK_TREE: undefined,
  GIT_COMMON_DIR: undefined,
  GIT_INDEX_FILE: undefined,
  GIT_OBJECT_DIRECTORY: undefined,
  GIT_ALTERNATE_OBJECT_DIRECTORIES: undefined,
  GIT_PREFIX: undefined,
  GIT_SHALLOW_FILE: undefined,
}

/** What git said; `code` is its exit code. */
export interface GitAnswer {
  readonly code: number
  readonly stdout: string
  /** Its complaint, on one line. */
  readonly words: string
}

/** A git repository of the user's. We read it, and keep work trees of our own beside it; its checkout is never touched. */
export class Git {
  readonly #repo: string
  readonly #env: Readonly<Record<string, string>>

  /** `ceiling`: at this folder the search for a repository around `repo` ends. */
  constructor(repo: string, ceiling?: string) {
    this.#repo = repo
    this.#env = ceiling === undefined ? {} : { GIT_CEILING_DIRECTORIES: ceiling }
  }

  /** Runs git to its end, whatever its exit code. Throws InfraError where there is no git. */
  async ask(args: readonly string[], signal: AbortSignal): Promise<GitAnswer> {
    // Hooks of the user's are not ours to run; nor is their index to be refreshed by a look at it.
    const ours = ['--no-optional-locks', '-c', 'core.hooksPath=/dev/null']
    const result = await execa('git', ['-C', this.#repo, ...ours, ...args], {
      reject: false,
      stdin: 'ignore',
      env: { ...noPlaces, ...this.#env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' },
      maxBuffer: 200_000_000,
      cancelSignal: signal,
    })
    signal.throwIfAborted()
    if (result.exitCode === undefined) {
      throw new InfraError(`cannot run git (${result.shortMessage ?? 'it was killed'}); is it installed?`)
    }
    return { code: result.exitCode, stdout: result.stdout, words: oneLine(result.stderr) }
  }

  /** Runs git, which must succeed. Throws InfraError with its words. */
  async run(args: readonly string[], signal: AbortSignal): Promise<string> {
    const { code, stdout, words } = await this.ask(args, signal)
    if (code === 0) return stdout
    throw new InfraError(`git ${args[0]} in ${this.#repo} failed (status ${code}): ${words}`)
  }

  /** The full name of the commit that a person means. Throws UsageError. */
  async commit(name: string, option: string, signal: AbortSignal): Promise<string> {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]
    const { code, stdout } = await this.ask(args, signal)
    if (code === 0) return stdout.trim()
    const shallow = (await this.isShallow(signal))
      ? '; this clone is shallow: git fetch --unshallow brings the rest'
      : '; git log shows what there is, git fetch --tags brings what is missing'
    throw new UsageError(`${option}: wanted a commit, but '${name}' is none in ${this.#repo}${shallow}`)
  }

  async isShallow(signal: AbortSignal): Promise<boolean> {
    return (await this.run(['rev-parse', '--is-shallow-repository'], signal)).trim() === 'true'
  }
}

function oneLine(text: string): string {
  const lines = text.split('\n').filter(line => line.trim() !== '')
  return lines.slice(-3).join('; ') || 'it said nothing'
}
