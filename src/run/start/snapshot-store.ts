import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../../cache/make-folder.ts'
import { publish, withWorkspace } from '../../cache/workspace.ts'

/** The limit for all snapshots in the cache. Each is about 100 MiB. */
export const snapshotLimitBytes = 4 * 1024 ** 3

/** A guest saved right after its boot. Runs that start from it do not change it. */
export interface Snapshot {
  /** The file with QEMU's migration stream. */
  readonly state: string
  /** The file with the guest's memory; null when the memory is part of the state. */
  readonly ram: string | null
}

/** Everything that a snapshot depends on; it does not depend on the chardev's backend. */
export interface SnapshotKey {
  readonly qemu: string
  readonly image: string
  readonly machine: string
}

interface Manifest {
  readonly schema: typeof schema
  readonly key: SnapshotKey
  readonly files: { readonly [name: string]: Stamp }
  /** SHA-256 of the state. */
  readonly sum: string
}

/** Detects that a file is no longer the one that was saved. */
interface Stamp {
  readonly bytes: number
  readonly mtimeMs: number
}

/** Restores or saves that failed in a row. */
interface Failures {
  readonly count: number
  readonly why: string
}

/** Schema 1 saved a running guest, whose memory may be incomplete. */
const schema = 2
/** An overloaded host may fail a restore; a QEMU that cannot restore fails every time. */
const failuresAllowed = 3
const dayMs = 24 * 60 * 60 * 1000

/**
 * The snapshots in `CACHE/snapshots`. Each is a folder that appears in one step. Together they take at most `limitBytes`
 * on the disk: the least recently used ones are removed first (a running QEMU keeps its open files). A snapshot that
 * does not match its manifest is ignored. Failures to save or restore are remembered for a day.
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
   * Makes a snapshot in a private folder and publishes it. `make` writes `state` and optionally `ram` there. If another
   * process has published the same key meanwhile, that one counts. Throws what `make` throws, and InfraError when the
   * cache is not writable.
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

  /** Why not to save or restore this QEMU (it failed too often), or null. */
  async refusal(key: SnapshotKey): Promise<string | null> {
    const failures = await this.#failures(key)
    return failures !== null && failures.count >= failuresAllowed ? failures.why : null
  }

  /** Records a failed restore; removes a snapshot that has failed too often. Best effort. */
  async restoreFailed(key: SnapshotKey, why: string): Promise<void> {
    const folder = this.#folder(key)
    // Evicted while it was about to be used: not QEMU's fault.
    if ((await readManifest(folder)) === null) return
    const count = await this.#count(key, why)
    if (count >= failuresAllowed) await rm(folder, { recursive: true, force: true }).catch(() => undefined)
  }

  /** Records that a guest could not be saved: each try costs a boot. Best effort. */
  async saveFailed(key: SnapshotKey, why: string): Promise<void> {
    try {
      makeFolder(join(this.#cache, 'snapshots'))
      await this.#count(key, why)
    } catch {
      // The next run tries again.
    }
  }

  async #count(key: SnapshotKey, why: string): Promise<number> {
    const count = ((await this.#failures(key))?.count ?? 0) + 1
    await writeFile(`${this.#folder(key)}.failed`, JSON.stringify({ count, why })).catch(() => undefined)
    return count
  }

  /** Records a successful restore: earlier failures had another cause. Best effort. */
  async restoreWorked(key: SnapshotKey): Promise<void> {
    await rm(`${this.#folder(key)}.failed`, { force: true }).catch(() => undefined)
  }

  /** The recorded failures; they expire after a day. */
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
    const removed = { bytes: 0, usedMs: 0 }
    const sized = await Promise.all(
      folders.map(async path => ({ path, ...(await sizeOf(path).catch(() => removed)) })),
    )
    let { bytes } = await sizeOf(this.#folder(kept)).catch(() => removed)
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

/** The disk usage of a folder (a guest's memory is sparse), and when it was last used. */
async function sizeOf(path: string): Promise<{ bytes: number; usedMs: number }> {
  const { mtimeMs } = await stat(path)
  const names = await readdir(path).catch(() => [])
  const sizes = await Promise.all(names.map(async name => 512 * (await stat(join(path, name))).blocks))
  return { bytes: sizes.reduce((sum, bytes) => sum + bytes, 0), usedMs: mtimeMs }
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}
