import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { type FileHandle, mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough, type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { type Entry, type Extract, extract } from 'tar-stream'
import { codeOf } from '../../src/cache/code-of.ts'
import { publish, withWorkspace } from '../../src/cache/workspace.ts'
import { InfraError, messageOf, UsageError } from '../../src/model/errors.ts'
import { recipeHash } from './guest-root.ts'
import { archived, manifestLimit, manifestText, readArchiveManifest } from './image-archive.ts'
import { type GuestImage, type ImageManifest, verifyImage } from './image-folder.ts'
import { together } from './together.ts'

export interface ImportOptions {
  readonly cache: string
  readonly file: string
  /** As results name us. */
  readonly tool: string
  readonly signal?: AbortSignal | undefined
}

/**
 * Brings an exported image into the cache; replaces the one of its name, and only once all of it was verified.
 * The file is a stranger's: it decides neither where something is written nor how much.
 *
 * @throws UsageError for a file that is no whole export of this version; InfraError for trouble with the cache.
 */
export async function importImage({ cache, file, tool, signal }: ImportOptions): Promise<GuestImage> {
  const handle = await opened(file)
  try {
    return await withWorkspace(cache, async work => {
      const made = join(work, 'made')
      await mkdir(made)
      const { name } = await unpack({ handle, made, tool, signal }).catch((error: unknown) => {
        signal?.throwIfAborted()
        throw explained(file, error)
      })
      const dir = join(cache, 'images', name)
      await publish(made, dir, true)
      return verifyImage(dir)
    })
  } finally {
    await handle.close()
  }
}

async function opened(file: string): Promise<FileHandle> {
  const handle = await open(file).catch((error: unknown) => {
    throw new UsageError(`cannot read the exported guest image: ${messageOf(error)}`)
  })
  if (!(await handle.stat()).isDirectory()) return handle
  await handle.close()
  throw new UsageError(`${file} is a folder: name the exported file`)
}

interface Unpacking {
  readonly handle: FileHandle
  readonly made: string
  readonly tool: string
  readonly signal: AbortSignal | undefined
}

async function unpack({ handle, made, tool, signal }: Unpacking): Promise<ImageManifest> {
  const recipe = await recipeHash()
  const tar = extract()
  const { meter, allow } = metered(manifestLimit)
  const fed = pipeline(handle.createReadStream({ autoClose: false }), createGunzip(), meter, tar, { signal })
  const taken = take(tar, { made, allow, read: text => readArchiveManifest(text, recipe, tool) })
  await together([taken, fed])
  return taken
}

interface Taking {
  readonly made: string
  allow(bytes: number): void
  read(manifest: string): ImageManifest
}

/** Takes the three files that there have to be, in their order, and nothing else. */
async function take(tar: Extract, { made, allow, read }: Taking): Promise<ImageManifest> {
  let manifest: ImageManifest | undefined
  let count = 0
  for await (const entry of tar) {
    const file = archived[count]
    const [folder, name, ...deeper] = entry.header.name.split('/')
    const fits = entry.header.type === 'file' && name === file && deeper.length === 0
    if (file === undefined || !fits || (manifest !== undefined && folder !== manifest.name)) {
      throw new UsageError(
        `holds ${quoted(entry.header.name)} (${entry.header.type}), which is not part of an exported image`,
      )
    }
    if (file === 'manifest.json') {
      manifest = read(await textOf(entry))
      if (folder !== manifest.name) throw new UsageError('has a manifest.json of another image')
      await writeFile(join(made, file), manifestText(manifest))
    } else if (manifest !== undefined) {
      const wanted = manifest.files[file]
      if (entry.header.size !== wanted.bytes)
        throw new UsageError(`has another ${file} than its manifest.json says`)
      allow(wanted.bytes)
      await store(entry, join(made, file), wanted.sha256)
    }
    count += 1
  }
  if (manifest === undefined || count < archived.length)
    throw new UsageError('does not contain a complete guest image')
  return manifest
}

async function textOf(entry: Entry): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of entry) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

async function store(entry: Readable, path: string, sha256: string): Promise<void> {
  const hash = createHash('sha256')
  const hashed = new PassThrough().on('data', chunk => hash.update(chunk))
  await pipeline(entry, hashed, createWriteStream(path, { flags: 'wx' }))
  if (hash.digest('hex') !== sha256)
    throw new UsageError('is damaged: a SHA-256 differs from its manifest.json')
}

/**
 * Lets no more through than was allowed. A few kilobytes of gzip can become gigabytes, and tar-stream gathers a long
 * name or a pax header in memory, however long it says it is.
 */
function metered(bytes: number): { meter: Transform; allow(bytes: number): void } {
  let left = bytes
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      left -= chunk.length
      if (left < 0) done(new UsageError('unpacks to more than a guest image'))
      else done(null, chunk)
    },
  })
  return {
    meter,
    allow: more => {
      left += more
    },
  }
}

/** What is wrong with the file, told from what is wrong here. */
function explained(file: string, error: unknown): unknown {
  const again = 'copy it again, or export it again'
  if (error instanceof UsageError) return new UsageError(`${file} ${error.message}`)
  const code = String(codeOf(error))
  if (code === 'Z_BUF_ERROR' || messageOf(error) === 'Unexpected end of data')
    return new UsageError(`${file} is truncated: ${again}`)
  if (code.startsWith('Z_'))
    return new UsageError(
      `${file} is not an exported guest image, or is damaged (${messageOf(error)}): ${again}`,
    )
  if (/^Invalid tar/.test(messageOf(error)))
    return new UsageError(`${file} is not an exported guest image: it is not a gzipped tar`)
  if (code === 'EIO') return new InfraError(`cannot read ${file} (${messageOf(error)})`, { cause: error })
  return error
}

/** A stranger's words on a person's terminal. */
function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 80)).replace(/[^ -~]/g, '?')
}
