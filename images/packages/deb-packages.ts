import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { InfraError } from '../../src/model/errors.ts'
import type { OnProgress } from '../../src/model/progress-event.ts'
import { run } from './shell.ts'

/** A package in an image or a QEMU. */
export interface PackedPackage {
  readonly name: string
  readonly version: string
  /** Of the .deb file, hexadecimal. */
  readonly sha256: string
}

export interface UnpackOptions {
  readonly debs: readonly string[]
  readonly tree: string
  readonly onProgress: OnProgress
  readonly signal?: AbortSignal | undefined
}

/** Unpacks .deb files into one folder without running their scripts, and deletes them. The result is sorted by name. */
export async function unpackDebs({
  debs,
  tree,
  onProgress,
  signal,
}: UnpackOptions): Promise<PackedPackage[]> {
  await mkdir(tree, { recursive: true })
  const temp = dirname(tree)
  const packed: PackedPackage[] = []
  const sizes = await Promise.all(debs.map(async deb => (await stat(deb)).size))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let done = 0
  for (const [index, deb] of debs.entries()) {
    onProgress({ text: 'unpacking', done, total })
    const field = await run(['dpkg-deb', '-f', deb, 'Package', 'Version'], { signal, temp })
    const name = /^Package: (.*)$/m.exec(field.stdout)?.[1] ?? deb
    const version = /^Version: (.*)$/m.exec(field.stdout)?.[1] ?? ''
    packed.push({ name, version, sha256: await sha256Of(deb) })
    const { code, stderr } = await run(['dpkg-deb', '-x', deb, tree], { signal, temp })
    if (code !== 0) {
      throw new InfraError(
        `cannot unpack ${name} ${version} (${stderr.trim().split('\n').at(-1)}): is the disk full, is dpkg too old for it?`,
      )
    }
    await rm(deb)
    done += sizes[index] ?? 0
  }
  onProgress({ text: 'unpacking', done, total })
  return packed.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** SHA-256 of a file's content, hexadecimal. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
