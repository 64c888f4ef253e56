import { createHash } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../../cache/make-folder.ts'

const schema = 3

/** Cached answers, one file per question in a folder of the cache. A broken file counts as no answer. */
export class AnswerCache<Answer> {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Undefined when there is no answer, or its checksum does not match. */
  async get(question: string): Promise<Answer | undefined> {
    try {
      const kept = JSON.parse(await readFile(this.#file(question), 'utf8'))
      return kept?.schema === schema && kept.sum === checksum(kept.told) ? kept.told : undefined
    } catch {
      return undefined
    }
  }

  /** Best effort: without a cache the next run asks again. */
  async put(question: string, told: Answer): Promise<void> {
    const file = this.#file(question)
    const unfinished = `${file}.${process.pid}`
    try {
      makeFolder(this.#folder)
      await writeFile(unfinished, `${JSON.stringify({ schema, sum: checksum(told), told })}\n`)
      await rename(unfinished, file)
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined)
    }
  }

  #file(question: string): string {
    return join(this.#folder, `${question}.json`)
  }
}

function checksum(answer: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(answer) ?? '')
    .digest('hex')
}
