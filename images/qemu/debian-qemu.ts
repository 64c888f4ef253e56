import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readInside } from '../../src/cache/inside.ts'
import { publish, withWorkspace } from '../../src/cache/workspace.ts'
import { InfraError, UsageError } from '../../src/model/errors.ts'
import { inputLimits } from '../../src/model/input-limits.ts'
import type { OnProgress } from '../../src/model/progress-event.ts'
import { openApt } from '../packages/apt.ts'
import { type PackedPackage, unpackDebs } from '../packages/deb-packages.ts'
import { readMachine } from '../packages/machine.ts'
import { packageSource } from '../packages/package-source.ts'
import { run } from '../packages/shell.ts'
import { gatherQemu } from './qemu-folder.ts'

/** A QEMU from a distribution's packages, in `cache/qemu/<label>`. */
export interface InstalledQemu {
  /** `<distribution>-<suite>` */
  readonly label: string
  /** `debian:trixie`, `native` */
  readonly source: string
  /** According to `--version`: 7.2.22. */
  readonly version: string
  /** The program to start. */
  readonly path: string
  readonly dir: string
  readonly packages: readonly PackedPackage[]
  /** ISO 8601 */
  readonly installedAt: string
}

export interface InstallOptions {
  /** `debian:SUITE`, or `native` for the machine's own release. */
  readonly source: string
  readonly cache: string
  readonly onProgress: OnProgress
  readonly signal?: AbortSignal | undefined
  /** The folder below which os-release and apt's sources are read; the default is `/`. */
  readonly root?: string
}

/**
 * Installs a release's QEMU into the cache, without root; an installed one is kept. Needs apt-get and dpkg-deb, downloads
 * about 50 MB, and temporarily uses 250 MB of disk space.
 *
 * @throws UsageError for a source that does not exist; InfraError for network, signature and disk errors.
 */
export async function installQemu(options: InstallOptions): Promise<InstalledQemu> {
  return (await installedQemu(options.source, options.cache, options.root)) ?? install(options, null)
}

/** Like `installQemu`, but replaces an installed QEMU if the release has other packages now. */
export async function upgradeQemu(options: InstallOptions): Promise<InstalledQemu> {
  return install(options, (await installedQemu(options.source, options.cache, options.root)) ?? null)
}

async function install(options: InstallOptions, old: InstalledQemu | null): Promise<InstalledQemu> {
  const { cache, onProgress, signal } = options
  const source = packageSource(options.source, await readMachine(options.root))
  const dir = join(cache, 'qemu', source.label)
  return withWorkspace(cache, async work => {
    const apt = await openApt({ dir: join(work, 'apt'), source, onProgress, signal })
    if (old !== null && isSame(await apt.closure([program]), old.packages)) {
      onProgress(`QEMU ${old.version} (${source.label}) is up to date`)
      return old
    }
    const debs = await apt.download([program], 'closure')
    const tree = join(work, 'tree')
    const packages = await unpackDebs({ debs, tree, onProgress, signal })
    const made = join(work, 'made')
    await gatherQemu(tree, made)
    const version = await versionOf(join(made, WRAPPER), source.name, signal)
    const manifest = { source: source.name, version, installedAt: new Date().toISOString(), packages }
    await writeFile(join(made, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
    if (!(await publish(made, dir, old !== null))) {
      // Another process was faster and may be running its QEMU already, so that one is kept.
      const theirs = await readInstalled(dir)
      if (theirs) return theirs
      await publish(made, dir, true)
    }
    onProgress(`QEMU ${version} of ${source.name} is in ${dir}`)
    return { label: source.label, dir, path: join(dir, WRAPPER), ...manifest }
  })
}

/** The installed QEMU of a source, if any. @throws UsageError for a source that does not exist. */
export async function installedQemu(
  source: string,
  cache: string,
  root?: string,
): Promise<InstalledQemu | undefined> {
  return readInstalled(join(cache, 'qemu', packageSource(source, await readMachine(root)).label))
}

/** All installed QEMUs, by label; folders without a readable manifest are skipped. */
export async function listQemus(cache: string): Promise<InstalledQemu[]> {
  const labels = await readdir(join(cache, 'qemu')).catch(() => [])
  const read = await Promise.all(labels.sort().map(label => readInstalled(join(cache, 'qemu', label))))
  return read.filter(qemu => qemu !== undefined)
}

/** The installed QEMU with that label. @throws UsageError if there is none. */
export async function namedQemu(cache: string, label: string): Promise<InstalledQemu> {
  const all = await listQemus(cache)
  const found = all.find(qemu => qemu.label === label)
  if (found !== undefined) return found
  const labels = all.map(qemu => qemu.label).join(', ')
  throw new UsageError(
    `no QEMU '${label}' in ${cache}: there ${labels === '' ? 'are none' : `are ${labels}`}`,
  )
}

/** Deletes a QEMU from the cache. @throws UsageError if there is none with that label. */
export async function removeQemu(cache: string, label: string): Promise<void> {
  const { dir } = await namedQemu(cache, label)
  // It is moved away first, so that nobody finds half of it.
  await withWorkspace(cache, async work => {
    await publish(dir, join(work, 'removed'), false)
  })
}

const program = 'qemu-system-x86'
const WRAPPER = 'qemu-system-x86_64'
const MANIFEST = 'manifest.json'

async function readInstalled(dir: string): Promise<InstalledQemu | undefined> {
  try {
    await stat(join(dir, WRAPPER))
    const manifest = JSON.parse(String(readInside(dir, MANIFEST, inputLimits.textBytes)))
    return { ...manifest, label: dir.slice(dir.lastIndexOf('/') + 1), dir, path: join(dir, WRAPPER) }
  } catch {
    return undefined
  }
}

async function versionOf(path: string, source: string, signal: AbortSignal | undefined): Promise<string> {
  const { stdout, stderr } = await run([path, '--version'], { signal })
  const version = /version (\d+(?:\.\d+)+)/.exec(stdout)?.[1]
  if (version === undefined) {
    throw new InfraError(
      `the QEMU of ${source} does not start on this machine (${stderr.trim().split('\n').at(-1)}): report this with the name of your release`,
    )
  }
  return version
}

function isSame(wanted: ReadonlyMap<string, string>, installed: readonly PackedPackage[]): boolean {
  return (
    wanted.size === installed.length && installed.every(({ name, version }) => wanted.get(name) === version)
  )
}
