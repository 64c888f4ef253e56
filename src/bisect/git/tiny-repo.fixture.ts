import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { execa } from 'execa'

const author = {
  GIT_AUTHOR_NAME: 'A U Thor',
  GIT_AUTHOR_EMAIL: 'author@example.org',
  GIT_COMMITTER_NAME: 'A U Thor',
  GIT_COMMITTER_EMAIL: 'author@example.org',
  GIT_CONFIG_GLOBAL: '/dev/null',
}

/** A commit starts no second git that looks whether the repository wants tidying up. */
const quick = ['-c', 'maintenance.auto=false', '-c', 'gc.auto=0']

/** A real git repository in a folder of a test. */
export class TinyRepo {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  static async make(path: string): Promise<TinyRepo> {
    mkdirSync(path, { recursive: true })
    const repo = new TinyRepo(path)
    await repo.git('init', '--quiet', '--initial-branch', 'master')
    return repo
  }

  async git(...args: readonly string[]): Promise<string> {
    const { stdout } = await execa('git', ['-C', this.path, ...quick, ...args], { env: author })
    return stdout.trim()
  }

  /** Commits these files, and all that is there; resolves with the commit. */
  async commit(message: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true })
      writeFileSync(join(this.path, name), text)
    }
    await this.git('add', '--all')
    await this.git('commit', '--quiet', '--allow-empty', '--message', message)
    return this.#head()
  }

  /** What rev-parse would print: nobody packs the references of so small a repository. */
  #head(): string {
    const read = (name: string) => readFileSync(join(this.path, '.git', name), 'utf8').trim()
    const head = read('HEAD')
    return head.startsWith('ref: ') ? read(head.slice('ref: '.length)) : head
  }
}
