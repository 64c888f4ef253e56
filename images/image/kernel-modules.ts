import { copyFile, readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { InfraError } from '../../src/model/errors.ts'
import { elfSection } from '../packages/elf.ts'
import { run } from '../packages/shell.ts'

/** What our guest needs beyond what kernels have built in: network for ssh, and the ports under test. */
const WANTED = ['virtio_pci', 'virtio_net', 'virtio_console']

export interface KernelModule {
  /** As the kernel calls it: with underscores. */
  readonly name: string
  readonly content: Buffer
}

export interface ModuleOptions {
  /** lib/modules/VERSION */
  readonly dir: string
  /** For unpacking compressed modules. */
  readonly scratch: string
  /** A busybox that runs here: unpacks .xz. */
  readonly busybox: string
  /** The modules that are wanted, without those they need; those of our guest unless told. */
  readonly wanted?: readonly string[]
  readonly signal?: AbortSignal | undefined
}

/**
 * Modules in the order in which insmod takes them, dependencies first. Read from the modules themselves
 * (`depends=` in .modinfo): packages come without modules.dep, which depmod makes at installation.
 * What is built into the kernel (modules.builtin) needs no loading.
 *
 * @throws InfraError when a module is neither there nor built in.
 */
export async function loadOrder(options: ModuleOptions): Promise<KernelModule[]> {
  const builtin = new Set(
    (await readFile(join(options.dir, 'modules.builtin'), 'utf8').catch(() => ''))
      .split('\n')
      .map(moduleName),
  )
  const files = new Map<string, string>()
  for (const path of (await readdir(options.dir, { recursive: true }).catch(() => [])).sort()) {
    if (/\.ko(\.\w+)?$/.test(path)) files.set(moduleName(path), join(options.dir, path))
  }
  const order = new Map<string, KernelModule>()
  const add = async (name: string): Promise<void> => {
    if (order.has(name) || builtin.has(name)) return
    const path = files.get(name)
    if (path === undefined)
      throw new InfraError(
        `the kernel of ${options.dir} lacks ${name}, both built in and as a module: use another kernel`,
      )
    const content = await unpacked(path, options)
    for (const dependency of dependencies(content)) await add(dependency)
    order.set(name, { name, content })
  }
  for (const name of options.wanted ?? WANTED) await add(name)
  return [...order.values()]
}

/** Names in `depends=a,b` of a module's .modinfo section. */
function dependencies(module: Buffer): string[] {
  const facts = elfSection(module, '.modinfo')?.toString('latin1').split('\0') ?? []
  const depends = facts.find(fact => fact.startsWith('depends='))?.slice('depends='.length) ?? ''
  return depends.split(',').filter(Boolean).map(moduleName)
}

function moduleName(path: string): string {
  return basename(path)
    .replace(/\.ko(\.\w+)?$/, '')
    .replaceAll('-', '_')
}

/** The guest loads plain modules: unpacking there would cost more under TCG than the bytes. */
async function unpacked(path: string, { scratch, busybox, signal }: ModuleOptions): Promise<Buffer> {
  if (path.endsWith('.ko')) return readFile(path)
  if (path.endsWith('.gz')) return gunzipSync(await readFile(path))
  const copy = join(scratch, basename(path))
  await copyFile(path, copy)
  const { code, stderr } = path.endsWith('.xz')
    ? await run([busybox, 'unxz', copy], { signal })
    : await run(['zstd', '-q', '-d', '--rm', copy], { signal })
  if (code !== 0) throw new InfraError(`cannot unpack the kernel module ${path} (${stderr.trim()})`)
  return readFile(copy.replace(/\.\w+$/, ''))
}
