import { InfraError } from '../../src/model/errors.ts'
import type { Apt } from '../packages/apt.ts'
import type { PackageSource } from '../packages/package-source.ts'

/** The packages with the kernel and its modules, without those that only install them. */
export async function kernelPackages(apt: Apt, { distribution, name }: PackageSource): Promise<string[]> {
  const meta = distribution === 'ubuntu' ? 'linux-image-virtual' : 'linux-image-cloud-amd64'
  const image = (await apt.depends(meta)).find(on => /^linux-image-\d/.test(on))
  if (image === undefined)
    throw new InfraError(`${name} has no kernel package that ${meta} points to: choose another release`)
  // Ubuntu has a package of modules; Debian sid (Linux 7.2) has all three.
  const parts = (await apt.depends(image)).filter(on => /^linux-(base|binary|modules)-\d/.test(on))
  return [image, ...parts]
}
