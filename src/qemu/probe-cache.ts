import { createHash } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../cache/make-folder.ts'
import type { Told } from './probe-answers.ts'

const schema = 2

/** What earlier probes found, one file a binary in `CACHE/probes`. Whatever is broken there counts as unknown. */
export class ProbeCache {
  readonly #folder: string

  constructor(cacheDir: string) {
    this.#folder = join(cacheDir, 'probes')
  }

  async get(identity: string): Promise<Told | null> {
    try {
      const kept = JSON.parse(await readFile(this.#file(identity), 'utf8'))
      return kept?.schema === schema && kept.sum === sum(kept.told) && isTold(kept.told) ? kept.told : null
    } catch {
      return null
    }
  }

  /** Best effort: without a cache the next run asks again. */
  async put(identity: string, told: Told): Promise<void> {
    const file = this.#file(identity)
    const unfinished = `${file}.${process.pid}`
    try {
      makeFolder(this.#folder)
      await writeFile(unfinished, `${JSON.stringify({ schema, sum: sum(told), told })}\n`)
      await rename(unfinished, file)
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined)
    }
  }

  #file(identity: string): string {
    return join(this.#folder, `${identity}.json`)
  }
}

function sum(told: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(told) ?? '')
    .digest('hex')
}

function isTold(value: unknown): value is Told {
  if (typeof value !== 'object' || value === null) return false
  const told: Partial<Record<keyof Told, unknown>> = value
  const lists = [told.devices, told.chardevs, told.accelerators ?? []]
  return (
    lists.every(Array.isArray) &&
    typeof told.version === 'string' &&
    typeof told.versionText === 'string' &&
    typeof told.namesThreads === 'boolean' &&
    typeof told.hasReconnectMs === 'boolean'
  )
}
