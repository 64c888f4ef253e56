import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { diskUsage } from '../../cache/disk-usage.ts'
import { makeFolder } from '../../cache/make-folder.ts'
import { publish, withWorkspace } from '../../cache/workspace.ts'
import {
  isCurrent,
  isWhole,
  readManifest,
  type SnapshotKey,
  sha256,
  writeManifest,
} from './snapshot-manifest.ts'

/** A guest saved right after its boot. Runs that start from it do not change it. */
export interface Snapshot {
  /** The file with QEMU's migration stream. */
  readonly state: string
  /** The file with the guest's memory; null when the memory is part of the state. */
  readonly ram: string | null
}

/** Restores or saves that failed in a row. */
interface Failures {
  readonly count: number
  readonly why: string
}

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
    if (!(await isWhole(folder, manifest))) return null
    const now = new Date()
    await utimes(folder, now, now).catch(() => undefined)
    return { state: join(folder, 'state'), ram: 'ram' in manifest.files ? join(folder, 'ram') : null }
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
      await writeManifest(folder, key)
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
      return (await isExpired(path)) ? null : (JSON.parse(await readFile(path, 'utf8')) as Failures)
    } catch {
      return null
    }
  }

  #folder(key: SnapshotKey): string {
    return join(this.#cache, 'snapshots', sha256(JSON.stringify(key)).slice(0, 24))
  }

  /** Removes snapshots that cannot be used again, because a source has changed or is gone. Best effort. */
  async removeStale(): Promise<void> {
    for (const path of await this.#paths()) {
      const isStale = path.endsWith('.failed') ? await isExpired(path) : !(await isCurrent(path))
      if (isStale) await rm(path, { recursive: true, force: true }).catch(() => undefined)
    }
  }

  /** Another process may be removing them, too. */
  async #evict(kept: SnapshotKey): Promise<void> {
    await this.removeStale()
    const sized = await Promise.all(
      (await this.#paths()).map(async path => ({
        path,
        bytes: await diskUsage(path),
        usedMs: path === this.#folder(kept) ? Number.POSITIVE_INFINITY : await modifiedMs(path),
      })),
    )
    let sum = 0
    for (const { path, bytes } of sized.sort((a, b) => b.usedMs - a.usedMs)) {
      sum += bytes
      if (sum > this.#limitBytes && path !== this.#folder(kept))
        await rm(path, { recursive: true, force: true })
    }
  }

  async #paths(): Promise<string[]> {
    const all = join(this.#cache, 'snapshots')
    return (await readdir(all).catch(() => [])).map(name => join(all, name))
  }
}

async function isExpired(path: string): Promise<boolean> {
  return Date.now() - (await modifiedMs(path)) > dayMs
}

async function modifiedMs(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  )
}
