import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Apt, openApt } from '../../images/packages/apt.ts'
import { unpackDebs } from '../../images/packages/deb-packages.ts'
import { readMachine } from '../../images/packages/machine.ts'
import { type PackageSource, packageSource } from '../../images/packages/package-source.ts'
import { publish, withWorkspace } from '../../src/cache/workspace.ts'
import { paths } from '../../src/cli/paths.ts'
import { InfraError, UsageError } from '../../src/model/errors.ts'

/** This machine's own packages. */
export interface Packages {
  readonly source: PackageSource
  readonly apt: Apt
  /** Downloads packages and unpacks them below `tree`. */
  unpack(names: readonly string[], how: 'closure' | 'alone', tree: string): Promise<void>
}

/** Something that tests want, made of packages once and kept in the cache. */
export interface Cached {
  /** Where it lies in the cache, as `disks/own-1`. */
  readonly place: string
  /** Files in it: it is made anew where one is gone. */
  readonly files: readonly string[]
  /** Unpacks what it is made of, below `scratch`. */
  fetch(packages: Packages, scratch: string): Promise<void>
  /** Resolves with a folder below `scratch` that is complete once it lies at `home`. */
  make(scratch: string, home: string): Promise<string>
}

/** Resolves with the folder; or, in words, why its packages cannot be had: no apt, no network, no such package. */
export async function cached({ place, files, fetch, make }: Cached): Promise<{ home: string } | string> {
  const { cache } = paths(process.env)
  const home = join(cache, place)
  const isThere = () => files.every(file => existsSync(join(home, file)))
  if (isThere()) return { home }
  return withWorkspace(cache, async scratch => {
    try {
      await fetch(await ownPackages(scratch), scratch)
    } catch (error) {
      if (error instanceof UsageError || error instanceof InfraError) return error.message
      throw error
    }
    const made = await make(scratch, home)
    // Another process was faster, and may be at it already: that one stays, if it is whole.
    if (!(await publish(made, home, false)) && !isThere()) await publish(made, home, true)
    return { home }
  })
}

async function ownPackages(scratch: string): Promise<Packages> {
  const onProgress = () => undefined
  const source = packageSource('native', await readMachine())
  const apt = await openApt({ dir: join(scratch, 'apt'), source, onProgress })
  return {
    source,
    apt,
    async unpack(names, how, tree) {
      await unpackDebs({ debs: await apt.download(names, how), tree, onProgress })
    },
  }
}
