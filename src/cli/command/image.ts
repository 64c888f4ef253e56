import { stat } from 'node:fs/promises'
import { exportImage } from '../../../images/image/export-image.ts'
import { buildImage, ensureImage, imageNamed, removeImage } from '../../../images/image/guest-image.ts'
import { listImages } from '../../../images/image/image-folder.ts'
import { importImage } from '../../../images/image/import-image.ts'
import { sizeText } from '../../model/value/units.ts'
import { cleanUp } from '../clean-up.ts'
import { snapshotStore } from '../guest/snapshot-store.ts'
import { interruptSignal } from '../interrupt.ts'
import { paths } from '../paths.ts'
import { err, out } from '../terminal/output.ts'
import { progressTo } from '../terminal/progress-to.ts'
import { tool } from '../tool.ts'

/** `chardev-fc image build`: builds the guest image again. */
export async function build({ kernel }: { readonly kernel?: 'host' }): Promise<void> {
  const { cache } = paths(process.env)
  const [onProgress, signal] = [progressTo(err), interruptSignal()]
  await cleanUp(onProgress)
  const image = await buildImage({
    ...{ cache, onProgress, signal },
    ...(kernel === undefined ? {} : { kernel }),
  })
  out.print(`${image.name}  ${image.dir}\n`)
}

/** `chardev-fc image list`. */
export async function list(): Promise<void> {
  for (const { name, dir } of await listImages(paths(process.env).cache)) out.print(`${name}  ${dir}\n`)
}

/** `chardev-fc image remove NAME`: with the snapshots of its guests. */
export async function remove(name: string): Promise<void> {
  await removeImage(paths(process.env).cache, name)
  await snapshotStore().removeStale()
}

/** `chardev-fc image export FILE`: exports the named image, or the one that a run would use, which is built if missing. */
export async function exportTo(file: string, { name }: { readonly name?: string }): Promise<void> {
  const { cache } = paths(process.env)
  const [onProgress, signal] = [progressTo(err), interruptSignal()]
  const image =
    name === undefined ? await ensureImage({ cache, onProgress, signal }) : await imageNamed(cache, name)
  const to = file === '-' ? '/dev/stdout' : file
  await exportImage({ image, file: to, tool, signal })
  const { size } = await stat(to)
  const what = `guest image ${image.name} (Linux ${image.manifest.kernelVersion})`
  onProgress(`${what} is in ${to}${size > 0 ? `, ${sizeText(size)}` : ''}`)
}

/** `chardev-fc image import FILE`. */
export async function importFrom(file: string): Promise<void> {
  const { cache } = paths(process.env)
  const from = file === '-' ? '/dev/stdin' : file
  const { name, dir } = await importImage({ cache, file: from, tool, signal: interruptSignal() })
  out.print(`${name}  ${dir}\n`)
}
