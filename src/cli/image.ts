import { buildImage, listImages, removeImage } from '../../images/guest-image.ts'
import { interruptSignal } from './interrupt.ts'
import { paths } from './paths.ts'
import { sayOn } from './say-on.ts'

/** `chardev-fc image build`: builds the guest image anew. */
export async function build({ kernel }: { readonly kernel?: 'host' }): Promise<void> {
  const { cache } = paths(process.env)
  const image = await buildImage({
    cache,
    say: sayOn(process.stderr),
    signal: interruptSignal(),
    ...(kernel === undefined ? {} : { kernel }),
  })
  process.stdout.write(`${image.name}  ${image.dir}\n`)
}

/** `chardev-fc image list`. */
export async function list(): Promise<void> {
  for (const { name, dir } of await listImages(paths(process.env).cache))
    process.stdout.write(`${name}  ${dir}\n`)
}

/** `chardev-fc image remove NAME`. */
export async function remove(name: string): Promise<void> {
  await removeImage(paths(process.env).cache, name)
}
