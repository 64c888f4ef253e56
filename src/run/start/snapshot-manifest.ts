import { createHash } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileIdentity } from '../../qemu/binary/file-identity.ts'

/** Everything that a snapshot depends on; it does not depend on the chardev's backend. */
export interface SnapshotKey {
  readonly qemu: string
  readonly machine: string
  /** The files it was made with, QEMU and the guest image: identity by path (`fileIdentity`). */
  readonly sources: { readonly [path: string]: string }
}

/** The manifest.json of a snapshot. */
export interface Manifest {
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

/** Schema 1 saved a running guest, whose memory may be incomplete; schema 2 had no sources. */
const schema = 3

/** Describes the files in the folder of a new snapshot. */
export async function writeManifest(folder: string, key: SnapshotKey): Promise<void> {
  const names = (await readdir(folder)).sort()
  const stamps = await Promise.all(
    names.map(async name => [name, await stampOf(join(folder, name))] as const),
  )
  const sum = sha256(await readFile(join(folder, 'state')))
  const manifest: Manifest = { schema, key, files: Object.fromEntries(stamps), sum }
  await writeFile(join(folder, 'manifest.json'), `${JSON.stringify(manifest)}\n`)
}

/** Null if there is none, or one of another schema. */
export async function readManifest(folder: string): Promise<Manifest | null> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest
    return manifest.schema === schema ? manifest : null
  } catch {
    return null
  }
}

/** Whether the files are those that were saved. */
export async function isWhole(folder: string, { files, sum }: Manifest): Promise<boolean> {
  for (const [name, wanted] of Object.entries(files)) {
    const there = await stampOf(join(folder, name)).catch(() => null)
    if (there?.bytes !== wanted.bytes || there.mtimeMs !== wanted.mtimeMs) return false
  }
  return sha256(await readFile(join(folder, 'state'))) === sum
}

/** Whether a snapshot can be used again: the files that it was made from are still the same. */
export async function isCurrent(folder: string): Promise<boolean> {
  const manifest = await readManifest(folder)
  const sources = Object.entries(manifest?.key.sources ?? {})
  const now = await Promise.all(sources.map(([path]) => fileIdentity(path).catch(() => null)))
  return manifest !== null && sources.every(([, identity], index) => identity === now[index])
}

/** Hexadecimal. */
export function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

async function stampOf(path: string): Promise<Stamp> {
  const { size, mtimeMs } = await stat(path)
  return { bytes: size, mtimeMs }
}
