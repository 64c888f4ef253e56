import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, type WriteStream } from 'node:fs'
import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Pack, pack } from 'tar-stream'
import { codeOf } from '../../src/cache/code-of.ts'
import { refuseForeignLinks } from '../../src/cache/foreign-link.ts'
import { InfraError, messageOf, UsageError } from '../../src/model/errors.ts'
import { archived, archiveManifest } from './image-archive.ts'
import type { GuestImage } from './image-folder.ts'
import { together } from './together.ts'

export interface ExportOptions {
  /** Verified. */
  readonly image: GuestImage
  /** An existing file is replaced in one step; a pipe or a device is written to directly. */
  readonly file: string
  /** Name and version: `chardev-fc 0.1.0`. */
  readonly tool: string
  readonly signal?: AbortSignal | undefined
}

/**
 * Writes an image and its manifest into one gzipped tar, without any key. The same image gives the same bytes.
 *
 * @throws UsageError if the file cannot be created; InfraError if the disk is full or the image changes meanwhile.
 */
export async function exportImage(options: ExportOptions): Promise<void> {
  const { file, signal } = options
  const { target, isPlain } = await destination(file)
  const part = isPlain ? join(dirname(target), `.chardev-fc-${randomBytes(6).toString('hex')}.part`) : target
  try {
    const opened = await open(part, isPlain ? 'wx' : 'w').catch((error: unknown) => {
      throw new UsageError(`cannot export to ${file}: ${messageOf(error)}`)
    })
    await writeArchive(options, opened.createWriteStream())
    if (isPlain) await rename(part, target)
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof UsageError || error instanceof InfraError) throw error
    const remedy =
      codeOf(error) === 'EPIPE' ? 'what reads it has ended' : 'free some space, or choose another place'
    throw new InfraError(`cannot write ${file} (${messageOf(error)}): ${remedy}`, { cause: error })
  } finally {
    if (isPlain) await rm(part, { force: true })
  }
}

async function destination(file: string): Promise<{ target: string; isPlain: boolean }> {
  refuseForeignLinks(file)
  const found = await stat(file).catch(() => undefined)
  if (found?.isDirectory() === true) {
    throw new UsageError(`${file} is a folder: name a file in it`)
  }
  // A pipe behind /dev/stdout has no path of its own.
  const isPlain = found?.isFile() ?? true
  return { target: found?.isFile() === true ? await realpath(file) : file, isPlain }
}

async function writeArchive({ image, tool, signal }: ExportOptions, to: WriteStream): Promise<void> {
  const tar = pack()
  const written = pipeline(tar, createGzip(), to, { signal })
  const filled = fill(tar, image, tool).catch((error: unknown) => {
    tar.destroy(error instanceof Error ? error : new Error(String(error)))
    throw error
  })
  await together([filled, written])
}

async function fill(tar: Pack, { name, dir, manifest }: GuestImage, tool: string): Promise<void> {
  const [first, ...files] = archived
  const header = (file: string, size: number) => ({ name: `${name}/${file}`, size, mtime: new Date(0) })
  const text = Buffer.from(archiveManifest(manifest, tool))
  tar.entry(header(first, text.length), text)
  for (const file of files) {
    const { bytes, sha256 } = manifest.files[file]
    const hash = createHash('sha256')
    const hashed = new PassThrough().on('data', chunk => hash.update(chunk))
    await pipeline(createReadStream(join(dir, file)), hashed, tar.entry(header(file, bytes)))
    if (hash.digest('hex') !== sha256) {
      throw new InfraError(
        `the guest image's ${join(dir, file)} changed while it was exported: export it again`,
      )
    }
  }
  tar.finalize()
}
