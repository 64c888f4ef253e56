import { bootableImage } from '../../../images/image/bootable-image.ts'
import { presentImage } from '../../../images/image/guest-image.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { type Accelerator, chooseAccelerator } from '../../qemu/accelerator.ts'
import type { Qemu } from '../../qemu/binary/probe.ts'
import { paths } from '../paths.ts'

/**
 * The accelerator that `run` chooses for a QEMU, and why. KVM is tried once per boot of the host, with the guest image in
 * the cache; without one it counts as untested, because none is fetched. Throws InfraError.
 */
export async function acceleratorHere(
  qemu: Qemu,
  settings: { readonly signal: AbortSignal; readonly onProgress: OnProgress },
): Promise<Accelerator> {
  const { cache } = paths(process.env)
  const image = async () => {
    const present = await presentImage(cache)
    return present === undefined ? null : bootableImage(cache, present)
  }
  return chooseAccelerator({ wanted: 'auto', qemu, cacheDir: cache, image, ...settings })
}
