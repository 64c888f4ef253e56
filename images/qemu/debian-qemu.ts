import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { publish, withWorkspace } from '../../src/cache/workspace.ts'
import { InfraError, UsageError } from '../../src/model/errors.ts'
import type { OnProgress } from '../../src/model/progress-event.ts'
import { openApt } from '../packages/apt.ts'
import { type PackedPackage, unpackDebs } from '../packages/deb-packages.ts'
import { readMachine } from '../packages/machine.ts'
import { packageSource } from '../packages/package-source.ts'
import { run } from '../packages/shell.ts'
import { gatherQemu } from './qemu-folder.ts'

/** A QEMU that was unpacked from a distribution's packages; lives in `cache/qemu/<label>`. */
export interface InstalledQemu {
  /** `<distribution>-<suite>` */
  readonly label: string
  /** As asked for: `debian:trixie`, `native`. */
  readonly source: string
  /** What `--version` says, as 7.2.22. */
  readonly version: string
  /** The program to start, an ordinary path to a QEMU binary. */
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
  /** Fetch it again although it is there: the release may have a newer version by now. */
  readonly refresh?: boolean
  /** Where os-release and apt's sources are read; `/` unless told. */
  readonly root?: string
}

/**
 * Unpacks a release's QEMU into the cache, without root and beside all others; what is there already is kept.
 * Needs apt-get and dpkg-deb, about 50 MB of download and 250 MB of space on the way.
 *
 * @throws UsageError for a source that does not exist; InfraError for network, signature and disk trouble.
 */
export async function installQemu(options: InstallOptions): Promise<InstalledQemu> {
  const { cache, onProgress, signal } = options
  const source = packageSource(options.source, await readMachine(options.root))
  const dir = join(cache, 'qemu', source.label)
  const there = await readInstalled(dir)
  if (there && options.refresh !== true) return there
  return withWorkspace(cache, async work => {
    const apt = await openApt({ dir: join(work, 'apt'), source, onProgress, signal })
    const debs = await apt.download(['qemu-system-x86'], 'closure')
    const tree = join(work, 'tree')
    const packages = await unpackDebs({ debs, tree, onProgress, signal })
    const made = join(work, 'made')
    await gatherQemu(tree, made)
    const version = await versionOf(join(made, WRAPPER), source.name, signal)
    const manifest = { source: source.name, version, installedAt: new Date().toISOString(), packages }
    await writeFile(join(made, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
    if (!(await publish(made, dir, options.refresh === true))) {
      // Another process was faster, and may be running its QEMU already: that one stays.
      const theirs = await readInstalled(dir)
      if (theirs) return theirs
      await publish(made, dir, true)
    }
    onProgress(`QEMU ${version} of ${source.name} is in ${dir}`)
    return { label: source.label, dir, path: join(dir, WRAPPER), ...manifest }
  })
}

/** The QEMU of a source if it is in the cache. @throws UsageError for a source that does not exist. */
export async function installedQemu(source: string, cache: string): Promise<InstalledQemu | undefined> {
  return readInstalled(join(cache, 'qemu', packageSource(source, await readMachine()).label))
}

/** All QEMUs in the cache, by label; folders without a readable manifest are none. */
export async function listQemus(cache: string): Promise<InstalledQemu[]> {
  const labels = await readdir(join(cache, 'qemu')).catch(() => [])
  const read = await Promise.all(labels.sort().map(label => readInstalled(join(cache, 'qemu', label))))
  return read.filter(qemu => qemu !== undefined)
}

/** Deletes one QEMU from the cache. @throws UsageError if there is none of that label. */
export async function removeQemu(cache: string, label: string): Promise<void> {
  const found = (await listQemus(cache)).find(qemu => qemu.label === label)
  if (found === undefined) {
    const labels = (await listQemus(cache)).map(qemu => qemu.label).join(', ')
    throw new UsageError(
      `no QEMU '${label}' in ${cache} to remove: there ${labels === '' ? 'are none' : `are ${labels}`}`,
    )
  }
  // Moved away first: nobody may find half of it.
  await withWorkspace(cache, async work => {
    await publish(found.dir, join(work, 'removed'), false)
  })
}

const WRAPPER = 'qemu-system-x86_64'
const MANIFEST = 'manifest.json'

async function readInstalled(dir: string): Promise<InstalledQemu | undefined> {
  try {
    await stat(join(dir, WRAPPER))
    const manifest = JSON.parse(await readFile(join(dir, MANIFEST), 'utf8'))
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
