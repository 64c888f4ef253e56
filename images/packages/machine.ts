import { access, readdir, readFile } from 'node:fs/promises'
import { arch } from 'node:os'
import { join } from 'node:path'
import { UsageError } from '../../src/model/errors.ts'
import { docsPage } from '../package-root.ts'
import { type AptSource, parseSources } from './apt-sources.ts'
import { missingPrograms } from './missing-programs.ts'

/** The remedy on a machine without packages. */
export const withoutPackages = `use --qemu PATH, and import a guest image with chardev-fc image import FILE (${docsPage('guest-image.md')})`

/** This machine's distribution, and where its packages come from. */
export interface Machine {
  /** `ID` of os-release: debian, ubuntu, … */
  readonly distribution: string
  /** `VERSION_CODENAME` of os-release; Debian's testing and sid have one too. */
  readonly codename: string
  readonly sources: readonly AptSource[]
  /** The keyring of all Debian releases, if the machine has it. */
  readonly debianKeyring?: string
}

/**
 * Reads os-release and apt's sources below `root`, which tests set.
 *
 * @throws UsageError on a machine without apt, or that is not x86_64, for which the packages are.
 */
export async function readMachine(root = '/'): Promise<Machine> {
  if (arch() !== 'x64') {
    throw new UsageError(
      `distribution packages are fetched for x86_64 only and this machine is ${arch()}: ${withoutPackages}`,
    )
  }
  const missing = await missingPrograms(['apt-get', 'dpkg-deb'])
  if (missing.length > 0) {
    throw new UsageError(
      `this machine has no ${missing.join(' and no ')} to fetch packages with: ${withoutPackages}`,
    )
  }
  const release = await readFile(join(root, 'etc/os-release'), 'utf8').catch(() => '')
  const value = (key: string) => new RegExp(`^${key}="?([^"\n]*)`, 'm').exec(release)?.[1] ?? ''
  const sources = await readSources(join(root, 'etc/apt'))
  if (sources.length === 0) {
    throw new UsageError(
      `no apt sources found in ${join(root, 'etc/apt')}: packages can be fetched on Debian and Ubuntu only; ${withoutPackages}`,
    )
  }
  const debianKeyring = await firstOf(root, [
    'usr/share/keyrings/debian-archive-keyring.gpg',
    'usr/share/keyrings/debian-archive-keyring.pgp',
  ])
  return {
    distribution: value('ID'),
    codename: value('VERSION_CODENAME'),
    sources,
    ...(debianKeyring === undefined ? {} : { debianKeyring }),
  }
}

async function readSources(etc: string): Promise<AptSource[]> {
  const parts = await readdir(join(etc, 'sources.list.d')).catch(() => [])
  const names = ['sources.list', ...parts.sort().map(part => join('sources.list.d', part))]
  const read = names
    .filter(name => /\.(list|sources)$/.test(name))
    .map(async name => parseSources(name, await readFile(join(etc, name), 'utf8').catch(() => '')))
  return (await Promise.all(read)).flat()
}

async function firstOf(root: string, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths.map(path => join(root, path))) {
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path
  }
  return undefined
}
