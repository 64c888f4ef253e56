import { InfraError } from '../../src/model/errors.ts'
import type { Apt } from '../packages/apt.ts'
import type { PackageSource } from '../packages/package-source.ts'

/** The packages that hold kernel and modules, without those that would install them into a system. */
export async function kernelPackages(apt: Apt, { distribution, name }: PackageSource): Promise<string[]> {
  const meta = distribution === 'ubuntu' ? 'linux-image-virtual' : 'linux-image-cloud-amd64'
  const image = (await apt.depends(meta)).find(on => /^linux-image-\d/.test(on))
  if (image === undefined)
    throw new InfraError(`${name} has no kernel package that ${meta} points to: choose another release`)
  // Ubuntu keeps the modules apart; Debian's sid (Linux 7.2) all three parts.
  const parts = (await apt.depends(image)).filter(on => /^linux-(base|binary|modules)-\d/.test(on))
  return [image, ...parts]
}
