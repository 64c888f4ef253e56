import { existsSync } from 'node:fs'
import { access, constants, readdir } from 'node:fs/promises'
import { release } from 'node:os'
import { join } from 'node:path'
import { InfraError, UsageError } from '../../src/model/errors.ts'
import type { PackageTree } from '../packages/package-tree.ts'

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
  const modules = join(root, 'lib/modules', version)
  // Distributions that keep the kernel with its modules copy it to /boot, where it may be readable by root only.
  const paths = [join(root, `boot/vmlinuz-${version}`), join(modules, 'vmlinuz')]
  const [vmlinuz] = await readable(paths)
  if (vmlinuz === undefined) {
    const locked = paths.find(path => existsSync(path))
    throw new UsageError(
      locked === undefined
        ? `the host's kernel is neither ${paths.join(' nor ')} (it never is in a container): leave out --kernel host`
        : `the host's kernel ${locked} is readable only by root: run 'sudo chmod a+r ${locked}', or leave out --kernel host`,
    )
  }
  if ((await readable([join(modules, 'modules.builtin')])).length === 0) {
    throw new UsageError(
      `the host's kernel has no modules in ${modules}: install them, or leave out --kernel host`,
    )
  }
  return { version, vmlinuz, modules }
}

/** The one kernel that was unpacked into a tree. @throws InfraError when it is not as expected. */
export async function unpackedKernel(tree: PackageTree): Promise<Kernel> {
  const all = await tree.find('lib/modules')
  const [version = ''] = all === undefined ? [] : await readdir(all)
  const modules = await tree.find(`lib/modules/${version}`)
  const vmlinuz =
    (await tree.find(`boot/vmlinuz-${version}`)) ?? (await tree.find(`lib/modules/${version}/vmlinuz`))
  if (version === '' || vmlinuz === undefined || modules === undefined) {
    throw new InfraError(
      'the kernel packages do not contain /lib/modules/VERSION with a vmlinuz there or in /boot: report this with the name of your release',
    )
  }
  return { version, vmlinuz, modules }
}

async function readable(paths: readonly string[]): Promise<string[]> {
  const checked = paths.map(path =>
    access(path, constants.R_OK).then(
      () => [path],
      () => [],
    ),
  )
  return (await Promise.all(checked)).flat()
}
