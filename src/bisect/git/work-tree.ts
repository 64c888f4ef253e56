import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from '../../cache/make-folder.ts'
import { Git } from './git.ts'

/** A work tree of our own, in which the user's command builds one revision after the other. */
export class WorkTree {
  readonly path: string
  readonly #repo: Git
  readonly #tree: Git

  constructor(repo: string, path: string) {
    this.path = path
    this.#repo = new Git(repo)
    // A cache may lie in a checkout: a tree that has lost its .git must not be taken for a part of that.
    this.#tree = new Git(path, dirname(path))
  }

  /**
   * Brings a revision's files into the tree, and makes the tree where there is none. What builds left there stays,
   * so that the next one is incremental. Resolves with whether the tree is a new one.
   */
  async checkOut(commit: string, signal: AbortSignal): Promise<{ readonly fresh: boolean }> {
    const there = await this.#tree.ask(['rev-parse', '--git-dir'], signal).catch(() => ({ code: 1 }))
    signal.throwIfAborted()
    if (there.code === 0) {
      const checkedOut = await this.#tree.ask(['checkout', '--quiet', '--force', '--detach', commit], signal)
      if (checkedOut.code === 0) return { fresh: false }
    }
    // A tree that a crash left half made, or that the repository has forgotten, is made anew.
    await this.remove(signal)
    makeFolder(dirname(this.path))
    await this.#repo.run(['worktree', 'add', '--quiet', '--force', '--detach', this.path, commit], signal)
    return { fresh: true }
  }

  /** Takes everything out that no commit put there. */
  async clean(signal: AbortSignal): Promise<void> {
    await this.#tree.run(['clean', '-ffdxq'], signal)
  }

  /** The name of what a revision's files are: two with the same files have the same one. */
  async treeId(commit: string, signal: AbortSignal): Promise<string> {
    return (await this.#repo.run(['rev-parse', '--verify', `${commit}^{tree}`], signal)).trim()
  }

  /** Removes the tree, and the repository's note of it. */
  async remove(signal: AbortSignal): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
    // Its note alone: `prune` would forget trees of the user's that are not there now. Forced twice, also where a
    // crash amid `worktree add` left it locked (git-worktree(1)). There may be none.
    await this.#repo.ask(['worktree', 'remove', '--force', '--force', this.path], signal)
  }
}
