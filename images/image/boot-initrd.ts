import { createHash } from 'node:crypto'
import { readdir, readFile, realpath, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from '../../src/cache/make-folder.ts'
import { withWorkspace } from '../../src/cache/workspace.ts'
import type { Identity } from './identity.ts'

/** The kernel expects the second cpio archive at a multiple of this, bytes. */
const alignment = 512
const unusedMs = 24 * 60 * 60 * 1000

/**
 * The initramfs that a guest boots from: that of an image, followed by an archive of this installation's keys
 * (concatenated archives are one initramfs). It is kept in `cache/boot`. Earlier ones of the same image are removed once
 * they have not been used for a day, because another command may be about to boot from one.
 */
export async function bootInitrd(
  cache: string,
  image: { readonly name: string; readonly initrd: string },
  identity: Identity,
): Promise<string> {
  // One file has one name, also where another cache reaches it through a link: snapshots are found by such names.
  const real = await realpath(image.initrd)
  const { size, mtimeMs, ino } = await stat(real)
  const key = createHash('sha256').update(`${real} ${size} ${mtimeMs} ${ino} `).update(identity.archive)
  makeFolder(join(cache, 'boot'), 0o700)
  const folder = await realpath(join(cache, 'boot'))
  const name = `${image.name}-${key.digest('hex').slice(0, 16)}.initrd`
  const path = join(folder, name)
  const there = await readdir(folder)
  const older = there.filter(isOf(image.name)).filter(other => other !== name)
  await Promise.all(older.map(other => removeUnused(join(folder, other))))
  if (there.includes(name)) {
    await noteUse(path).catch(() => undefined)
    return path
  }
  const base = await readFile(image.initrd)
  const padding = Buffer.alloc((alignment - (base.length % alignment)) % alignment)
  await withWorkspace(cache, async work => {
    const whole = join(work, name)
    await writeFile(whole, Buffer.concat([base, padding, identity.archive]), { mode: 0o600 })
    // Whole milliseconds: `noteUse` would round a finer time.
    const now = new Date()
    await utimes(whole, now, now)
    await rename(whole, path)
  })
  return path
}

/** Removes those of an image that is gone. */
export async function removeBootInitrds(cache: string, imageName: string): Promise<void> {
  const folder = join(cache, 'boot')
  const there = await readdir(folder).catch(() => [])
  await Promise.all(there.filter(isOf(imageName)).map(name => rm(join(folder, name), { force: true })))
}

/** The rest of the name must be a hash: `debian-x-host-6.1` is another image than `debian-x`. */
function isOf(imageName: string): (name: string) => boolean {
  return name =>
    name.startsWith(`${imageName}-`) && /^[0-9a-f]{16}\.initrd$/.test(name.slice(imageName.length + 1))
}

/** Sets the access time only: the modification time is part of the key of snapshots. */
async function noteUse(path: string): Promise<void> {
  const { mtime } = await stat(path)
  await utimes(path, new Date(), mtime)
}

/** Best effort. */
async function removeUnused(path: string): Promise<void> {
  const usedMs = await stat(path).then(
    ({ atimeMs }) => atimeMs,
    () => Date.now(),
  )
  if (Date.now() - usedMs > unusedMs) await rm(path, { force: true }).catch(() => undefined)
}
