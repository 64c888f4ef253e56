import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Git } from './git.ts'

interface Submodule {
  readonly name: string
  /** Relative to the root of the tree. */
  readonly path: string
}

/** The submodules of what is checked out in a work tree of our own. */
export class Submodules {
  readonly #git: Git
  readonly #path: string

  /** `git` runs in the work tree, which is at `path`. */
  constructor(git: Git, path: string) {
    this.#git = git
    this.#path = path
  }

  /**
   * Checks out those that the user's repository has a clone of, from there: nothing is fetched. Nothing is written to the
   * configuration of the repository, which its work trees share.
   */
  async checkOut(signal: AbortSignal): Promise<void> {
    const all = await this.#all(signal)
    if (all.length === 0) return
    const common = (await this.#git.run(['rev-parse', '--git-common-dir'], signal)).trim()
    for (const { name, path } of all) {
      const clone = resolve(this.#path, common, 'modules', name)
      if (!existsSync(clone)) continue
      const config = {
        [`submodule.${name}.active`]: 'true',
        [`submodule.${name}.url`]: clone,
        'protocol.file.allow': 'always',
      }
      const options = Object.entries(config).flatMap(([key, value]) => ['-c', `${key}=${value}`])
      const update = ['submodule', 'update', '--quiet', '--force', '--no-fetch', '--', path]
      await this.#git.ask([...options, ...update], signal)
    }
  }

  /** The paths of those that are not checked out. */
  async missing(signal: AbortSignal): Promise<string[]> {
    return (await this.#all(signal)).map(({ path }) => path).filter(path => !this.#isCheckedOut(path))
  }

  /** Removes untracked files of those that are checked out. */
  async clean(signal: AbortSignal): Promise<void> {
    for (const { path } of await this.#all(signal))
      if (this.#isCheckedOut(path)) await new Git(join(this.#path, path)).ask(['clean', '-ffdxq'], signal)
  }

  #isCheckedOut(path: string): boolean {
    return existsSync(join(this.#path, path, '.git'))
  }

  async #all(signal: AbortSignal): Promise<Submodule[]> {
    if (!existsSync(join(this.#path, '.gitmodules'))) return []
    const args = [
      'config',
      '--null',
      '--file',
      '.gitmodules',
      '--get-regexp',
      String.raw`^submodule\..*\.path$`,
    ]
    const { stdout } = await this.#git.ask(args, signal)
    return [...stdout.matchAll(/submodule\.([^\n]+)\.path\n([^\0]+)/g)].map(([, name = '', path = '']) => ({
      name,
      path,
    }))
  }
}
