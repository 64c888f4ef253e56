import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { makeFolder } from '../../cache/make-folder.ts'
import { Git } from './git.ts'
import { Submodules } from './submodules.ts'

/** A work tree of our own, in which the user's command builds the revisions one after the other. */
export class WorkTree {
  readonly path: string
  readonly #repo: Git
  readonly #tree: Git
  readonly #submodules: Submodules

  constructor(repo: string, path: string) {
    this.path = path
    this.#repo = new Git(repo)
    // A cache may lie in a checkout: a tree that has lost its .git must not be mistaken for a part of that.
    this.#tree = new Git(path, dirname(path))
    this.#submodules = new Submodules(this.#tree, path)
  }

  /**
   * Checks a revision out, with those of its submodules that the repository has, and makes the tree if necessary. Files of
   * earlier builds stay, so that builds are incremental. Resolves with whether the tree is new.
   */
  async checkOut(commit: string, signal: AbortSignal): Promise<{ readonly fresh: boolean }> {
    const checkedOut = await this.#checkOut(commit, signal)
    await this.#submodules.checkOut(signal)
    return checkedOut
  }

  async #checkOut(commit: string, signal: AbortSignal): Promise<{ readonly fresh: boolean }> {
    const there = await this.#tree.ask(['rev-parse', '--git-dir'], signal).catch(() => ({ code: 1 }))
    signal.throwIfAborted()
    if (there.code === 0) {
      const checkedOut = await this.#tree.ask(['checkout', '--quiet', '--force', '--detach', commit], signal)
      if (checkedOut.code === 0) return { fresh: false }
    }
    // A crash may leave an incomplete tree, and the repository may have pruned it: make it again.
    await this.remove(signal)
    makeFolder(dirname(this.path))
    await this.#repo.run(['worktree', 'add', '--quiet', '--force', '--detach', this.path, commit], signal)
    return { fresh: true }
  }

  /** Removes all untracked files. */
  async clean(signal: AbortSignal): Promise<void> {
    await this.#tree.run(['clean', '-ffdxq'], signal)
    await this.#submodules.clean(signal)
  }

  /** The paths of the submodules that are not checked out: the repository has no clone of them, or not that commit. */
  missingSubmodules(signal: AbortSignal): Promise<string[]> {
    return this.#submodules.missing(signal)
  }

  /** The id of a revision's tree object: revisions with the same files have the same one. */
  async treeId(commit: string, signal: AbortSignal): Promise<string> {
    return (await this.#repo.run(['rev-parse', '--verify', `${commit}^{tree}`], signal)).trim()
  }

  /** Removes the tree, and its entry in the repository. */
  async remove(signal: AbortSignal): Promise<void> {
    for (const path of [this.path, `${this.path}.tmp`]) await rm(path, { recursive: true, force: true })
    // `prune` would also drop entries of the user's trees whose disk is not mounted now. Two --force remove a tree
    // that a crash during `worktree add` left locked (git-worktree(1)). There may be no entry.
    await this.#repo.ask(['worktree', 'remove', '--force', '--force', this.path], signal)
  }
}
