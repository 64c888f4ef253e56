import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../../cache/make-folder.ts'
import { publish, withWorkspace } from '../../cache/workspace.ts'

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
  readonly schema: typeof schema
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

/** Restores, or savings, that failed, one after the other. */
interface Failures {
  readonly count: number
  readonly why: string
}

/** In 1 a guest was saved while it ran, and its memory may not be whole. */
const schema = 2
/** A host that is too busy may fail a restore; a QEMU that cannot bear it fails every one. */
const failuresAllowed = 3
const dayMs = 24 * 60 * 60 * 1000

/**
 * The snapshots in `CACHE/snapshots`: a folder each, put there in one step, together at most `limitBytes` on the disk
 * (those that were not used for longest go first; what a QEMU has open it keeps). What does not fit its manifest is
 * not there. A QEMU that cannot be saved or restored is remembered for a day.
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

  /** Why this QEMU is not to be saved or restored with that key, or null. */
  async refusal(key: SnapshotKey): Promise<string | null> {
    const failures = await this.#failures(key)
    return failures !== null && failures.count >= failuresAllowed ? failures.why : null
  }

  /** Remembers that a restore failed. One that fails again and again is not tried any more. Best effort. */
  async failed(key: SnapshotKey, why: string): Promise<void> {
    const folder = this.#folder(key)
    // Made way for others while it was about to be used: that says nothing about QEMU.
    if ((await readManifest(folder)) === null) return
    const count = await this.#count(key, why)
    if (count >= failuresAllowed) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }

  /** Remembers that a guest could not be saved: each try costs a boot. Best effort. */
  async unsaved(key: SnapshotKey, why: string): Promise<void> {
    try {
      makeFolder(join(this.#cache, 'snapshots'))
      await this.#count(key, why)
    } catch {
      // Then it is tried again.
    }
  }

  async #count(key: SnapshotKey, why: string): Promise<number> {
    const count = ((await this.#failures(key))?.count ?? 0) + 1
    await writeFile(`${this.#folder(key)}.failed`, JSON.stringify({ count, why })).catch(() => undefined)
    return count
  }

  /** Remembers that a restore went well: what failed before was due to something else. Best effort. */
  async worked(key: SnapshotKey): Promise<void> {
    await rm(`${this.#folder(key)}.failed`, { force: true }).catch(() => undefined)
  }

  /** The failures in a row, forgotten after a day. */
  async #failures(key: SnapshotKey): Promise<Failures | null> {
    const path = `${this.#folder(key)}.failed`
    try {
      const { mtimeMs } = await stat(path)
      return Date.now() - mtimeMs > dayMs ? null : (JSON.parse(await readFile(path, 'utf8')) as Failures)
    } catch {
      return null
    }
  }

  #folder(key: SnapshotKey): string {
    return join(this.#cache, 'snapshots', sha256(JSON.stringify(key)).slice(0, 24))
  }

  async #evict(kept: SnapshotKey): Promise<void> {
    const all = join(this.#cache, 'snapshots')
    const folders = (await readdir(all))
      .map(name => join(all, name))
      .filter(path => path !== this.#folder(kept))
    // Another process may be removing them too.
    const gone = { bytes: 0, usedMs: 0 }
    const sized = await Promise.all(
      folders.map(async path => ({ path, ...(await sizeOf(path).catch(() => gone)) })),
    )
    let { bytes } = await sizeOf(this.#folder(kept)).catch(() => gone)
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
