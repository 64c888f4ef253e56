import { createHash } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../../cache/make-folder.ts'

const schema = 3

/** What was asked before, one file a question in a folder of the cache. Whatever is broken there counts as unknown. */
export class AnswerCache<QemuFacts> {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Undefined when it is not known. By its sum, what is there is what `put` has written. */
  async get(question: string): Promise<QemuFacts | undefined> {
    try {
      const kept = JSON.parse(await readFile(this.#file(question), 'utf8'))
      return kept?.schema === schema && kept.sum === sum(kept.facts) ? kept.facts : undefined
    } catch {
      return undefined
    }
  }

  /** Best effort: without a cache the next run asks again. */
  async put(question: string, facts: QemuFacts): Promise<void> {
    const file = this.#file(question)
    const unfinished = `${file}.${process.pid}`
    try {
      makeFolder(this.#folder)
      await writeFile(unfinished, `${JSON.stringify({ schema, sum: sum(facts), facts })}\n`)
      await rename(unfinished, file)
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined)
    }
  }

  #file(question: string): string {
    return join(this.#folder, `${question}.json`)
  }
}

function sum(facts: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(facts) ?? '')
    .digest('hex')
}
