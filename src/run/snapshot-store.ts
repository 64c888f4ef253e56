import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { publish, withWorkspace } from '../cache/workspace.ts'

/** What the snapshots in the cache may take up. Each is about 100 MiB. */
export const snapshotLimitBytes = 4 * 1024 ** 3

/** A guest that was saved right after its boot; every run that starts from it leaves it as it is. */
export interface Snapshot {
  /** What QEMU saved. */
  readonly state: string
  /** The file that is the guest's memory; null when the memory is part of the state. */
  readonly ram: string | null
}

/** All that a snapshot depends on; the chardev's backend is none of it. Any difference is another snapshot. */
export interface SnapshotKey {
  readonly qemu: string
  readonly image: string
  readonly machine: string
}

interface Manifest {
  readonly schema: 1
  readonly key: SnapshotKey
  readonly files: { readonly [name: string]: Stamp }
  /** sha256 of the state. */
  readonly sum: string
}

/** How a file is known to be the one that was saved. */
interface Stamp {
  readonly bytes: number
  readonly mtimeMs: number
}

const schema = 1

/**
 * The snapshots in `CACHE/snapshots`: a folder each, put there in one step, together at most `limitBytes` on the disk
 * (those that were not used for longest go first; what a QEMU has open it keeps). What does not fit its manifest is
 * not there. A QEMU that could not be saved or restored is remembered.
 */
export class SnapshotStore {
  readonly #cache: string
  readonly #limitBytes: number

  constructor(cache: string, limitBytes: number) {
    this.#cache = cache
    this.#limitBytes = limitBytes
  }

  /** The snapshot with this key, or null. */
  async find(key: SnapshotKey): Promise<Snapshot | null> {
    const folder = this.#folder(key)
    const manifest = await readManifest(folder)
    if (manifest === null || JSON.stringify(manifest.key) !== JSON.stringify(key)) return null
    for (const [name, wanted] of Object.entries(manifest.files)) {
      const there = await stampOf(join(folder, name)).catch(() => null)
      if (there?.bytes !== wanted.bytes || there.mtimeMs !== wanted.mtimeMs) return null
    }
    const state = join(folder, 'state')
    if (sha256(await readFile(state)) !== manifest.sum) return null
    const now = new Date()
    await utimes(folder, now, now).catch(() => undefined)
    return { state, ram: 'ram' in manifest.files ? join(folder, 'ram') : null }
  }

  /**
   * Has a snapshot made in a private folder and puts it in its place. `make` writes `state` and perhaps `ram` there.
   * Another process' one with the same key, put there meanwhile, is as good. Throws what `make` throws, and InfraError
   * when the cache cannot be written.
   */
  async make(key: SnapshotKey, make: (folder: string) => Promise<void>): Promise<Snapshot | null> {
    await withWorkspace(this.#cache, async work => {
      const folder = join(work, 'snapshot')
      await mkdir(folder, { mode: 0o700 })
      await make(folder)
      const names = (await readdir(folder)).sort()
      const stamps = await Promise.all(
        names.map(async name => [name, await stampOf(join(folder, name))] as const),
      )
      const sum = sha256(await readFile(join(folder, 'state')))
      const manifest: Manifest = { schema, key, files: Object.fromEntries(stamps), sum }
      await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest)}\n`)
      await publish(folder, this.#folder(key), true)
    })
    await this.#evict(key)
    return this.find(key)
  }

  /** Why this QEMU is not to be restored with that key, or null. */
  async refusal(key: SnapshotKey): Promise<string | null> {
    return readFile(`${this.#folder(key)}.refused`, 'utf8').catch(() => null)
  }

  /** Remembers that it cannot be done, and removes what was saved. Best effort. */
  async refuse(key: SnapshotKey, why: string): Promise<void> {
    const folder = this.#folder(key)
    await rm(folder, { recursive: true, force: true }).catch(() => undefined)
    await writeFile(`${folder}.refused`, why).catch(() => undefined)
  }

  #folder(key: SnapshotKey): string {
    return join(this.#cache, 'snapshots', sha256(JSON.stringify(key)).slice(0, 24))
  }

  async #evict(kept: SnapshotKey): Promise<void> {
    const all = join(this.#cache, 'snapshots')
    const folders = (await readdir(all))
      .map(name => join(all, name))
      .filter(path => path !== this.#folder(kept))
    const sized = await Promise.all(folders.map(async path => ({ path, ...(await sizeOf(path)) })))
    let bytes = (await sizeOf(this.#folder(kept))).bytes
    for (const { path, bytes: size } of sized.sort((a, b) => b.usedMs - a.usedMs)) {
      bytes += size
      if (bytes > this.#limitBytes) await rm(path, { recursive: true, force: true })
    }
  }
}

async function readManifest(folder: string): Promise<Manifest | null> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest
    return manifest.schema === schema ? manifest : null
  } catch {
    return null
  }
}

async function stampOf(path: string): Promise<Stamp> {
  const { size, mtimeMs } = await stat(path)
  return { bytes: size, mtimeMs }
}

/** What a folder takes on the disk (a guest's memory has holes), and when it was last used. */
async function sizeOf(path: string): Promise<{ bytes: number; usedMs: number }> {
  const { mtimeMs } = await stat(path)
  const names = await readdir(path).catch(() => [])
  const sizes = await Promise.all(names.map(async name => 512 * (await stat(join(path, name))).blocks))
  return { bytes: sizes.reduce((sum, bytes) => sum + bytes, 0), usedMs: mtimeMs }
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}
