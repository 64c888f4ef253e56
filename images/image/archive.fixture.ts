import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { type Headers, pack } from 'tar-stream'
import { recipeHash } from './guest-root.ts'
import { archiveManifest } from './image-archive.ts'
import type { ImageManifest } from './image-folder.ts'

/** An image of a made-up kernel and initramfs, and the files of its archive. */
export const tool = 'chardev-fc 0.1.0'
export const content = { vmlinuz: Buffer.from('a kernel'), initrd: Buffer.from('an initramfs') }
const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
export const described = (bytes: Buffer) => ({ sha256: sum(bytes), bytes: bytes.length })
export const manifest: ImageManifest = {
  name: 'debian-x',
  release: 'native',
  kernelVersion: '6.1.0-56-cloud-amd64',
  modules: ['virtio'],
  packages: [{ name: 'libc6', version: '1:2.36-9+deb12u13', sha256: sum(content.initrd) }],
  recipe: await recipeHash(),
  files: { vmlinuz: described(content.vmlinuz), initrd: described(content.initrd) },
}

export type File = readonly [header: Partial<Headers> & { name: string }, content: Buffer | string]

export const head = (changes: object = {}): File => {
  const whole = { ...(JSON.parse(archiveManifest(manifest, tool)) as object), ...changes }
  return [{ name: 'debian-x/manifest.json' }, JSON.stringify(whole)]
}
export const kernel: File = [{ name: 'debian-x/vmlinuz' }, content.vmlinuz]
export const initrd: File = [{ name: 'debian-x/initrd' }, content.initrd]

export async function tarred(...files: readonly File[]): Promise<Buffer> {
  const tar = pack()
  for (const [header, text] of files) tar.entry(header, Buffer.from(text))
  tar.finalize()
  return gzipSync(await buffer(tar))
}
