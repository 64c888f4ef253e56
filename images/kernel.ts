import { access, constants, readdir } from 'node:fs/promises'
import { release } from 'node:os'
import { join } from 'node:path'
import { InfraError, UsageError } from '../src/model/errors.ts'
import type { PackageTree } from './package-tree.ts'

/** A kernel with the modules that fit it. */
export interface Kernel {
  /** As `uname -r`. */
  readonly version: string
  readonly vmlinuz: string
  /** lib/modules/VERSION */
  readonly modules: string
}

/**
 * The kernel this machine runs. `root` is `/` unless a test brings its own.
 *
 * @throws UsageError when there is no such file, it may not be read, or its modules are not there.
 */
export async function hostKernel(root = '/', version = release()): Promise<Kernel> {
  const vmlinuz = join(root, `boot/vmlinuz-${version}`)
  const modules = join(root, 'lib/modules', version)
  await access(vmlinuz, constants.R_OK).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EACCES'
      ? new UsageError(
          `the host's kernel ${vmlinuz} may be read by root only (so Ubuntu has it): allow it with 'sudo chmod a+r ${vmlinuz}', or leave out the host's kernel`,
          { cause: error },
        )
      : new UsageError(
          `the host's kernel is not at ${vmlinuz} (in a container it never is): leave out the host's kernel`,
          { cause: error },
        )
  })
  await access(join(modules, 'modules.builtin'), constants.R_OK).catch((error: unknown) => {
    throw new UsageError(
      `the host's kernel has no modules in ${modules}: install them, or leave out the host's kernel`,
      { cause: error },
    )
  })
  return { version, vmlinuz, modules }
}

/** The one kernel that was unpacked into a tree. @throws InfraError when it is not as expected. */
export async function unpackedKernel(tree: PackageTree): Promise<Kernel> {
  const name = (await readdir(join(tree.root, 'boot')).catch(() => [])).find(name =>
    name.startsWith('vmlinuz-'),
  )
  const version = name?.slice('vmlinuz-'.length) ?? ''
  const vmlinuz = await tree.find(`boot/${name}`)
  const modules = await tree.find(`lib/modules/${version}`)
  if (vmlinuz === undefined || modules === undefined) {
    throw new InfraError(
      `the kernel package holds no /boot/vmlinuz-* with /lib/modules: report this with the release you use`,
    )
  }
  return { version, vmlinuz, modules }
}
