import { readFile, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { isCurrent } from '../../../images/image/guest-image.ts'
import { listImages } from '../../../images/image/image-folder.ts'
import { withoutPackages } from '../../../images/packages/machine.ts'
import { missingPrograms } from '../../../images/packages/missing-programs.ts'
import { type DoctorDocument, doctorDocument } from '../../model/contract/document.ts'
import { parse } from '../../model/contract/schema.ts'
import { currentSchema } from '../../model/contract/schema-version.ts'
import { messageOf } from '../../model/errors.ts'
import { sizeText } from '../../model/value/units.ts'
import { allCases } from '../../plan/catalogue.ts'
import { probeQemu } from '../../qemu/binary/probe.ts'
import { jsonText } from '../../report/json.ts'
import { scriptPrograms, unusualPrograms } from '../../reproduce/script-programs.ts'
import { acceleratorHere } from '../guest/accelerator-here.ts'
import { type ResolvedQemu, resolveQemus } from '../guest/resolve-qemus.ts'
import { interruptSignal } from '../interrupt.ts'
import type { GuestOptions } from '../option/guest-options.ts'
import { paths } from '../paths.ts'
import { out } from '../terminal/output.ts'
import { tool } from '../tool.ts'
import { writableFolders } from '../writable-folders.ts'

/** The parts of a check in `--json`. */
type Check = DoctorDocument['checks'][number]

export interface DoctorOptions extends Pick<GuestOptions, 'qemu'> {
  readonly json?: true
}

const wantedBytes = 1024 ** 3

/** `chardev-fc doctor`, which fetches nothing. Resolves with 0, or 69 if something that a run needs is missing. */
export async function doctor({ qemu = [], json }: DoctorOptions): Promise<number> {
  const missing = await missingPrograms(['apt-get', 'dpkg-deb'])
  const needs = [...(await qemus(qemu, missing, interruptSignal())), await image(missing)]
  const hasAll = needs.every(({ passed }) => passed)
  const others = await Promise.all([folders(), space(), schedstat(), printedScripts()])
  const checks = [packages(missing, hasAll), ...others, ...needs]
  const ready = checks.every(({ passed, optional }) => passed || optional)
  if (json) out.writeDocument(jsonText(parse(doctorDocument, { schema: currentSchema, tool, ready, checks })))
  else print(checks)
  return ready ? 0 : 69
}

function print(checks: readonly Check[]): void {
  for (const { name, passed, found, remedy, optional } of checks) {
    out.print(`${passed ? '✔' : optional ? '-' : '✖'} ${name}: ${found}\n`)
    if (!passed && remedy !== undefined) out.print(`    ${remedy}\n`)
  }
}

/** Packages are only needed to get a QEMU and a guest image. `hasAll`: both are available. */
function packages(missing: readonly string[], hasAll: boolean): Check {
  const none = `no ${missing.join(', no ')}${hasAll ? ': not needed, a QEMU and a guest image are available' : ''}`
  return {
    name: 'Distribution packages',
    passed: missing.length === 0 || hasAll,
    found: missing.length === 0 ? 'apt-get and dpkg-deb are available' : none,
    remedy: withoutPackages,
  }
}

async function space(): Promise<Check> {
  const { cache } = paths(process.env)
  const freeBytes = await freeAt(cache)
  return {
    name: 'Space for the cache',
    passed: freeBytes >= wantedBytes,
    found: `${sizeText(freeBytes)} free for ${cache}`,
    remedy: `free about ${sizeText(wantedBytes)}, or set XDG_CACHE_HOME to a folder on a larger disk`,
  }
}

/** Bytes, on the disk of the nearest folder that is there. */
async function freeAt(path: string): Promise<number> {
  const disk = await statfs(path).catch(() => null)
  return disk === null ? freeAt(dirname(path)) : disk.bavail * disk.bsize
}

async function folders(): Promise<Check> {
  return { name: 'Folders', ...(await writableFolders()) }
}

/** What `show` prints needs more programs than a run. */
async function printedScripts(): Promise<Check> {
  const cases = await allCases()
  const needs = cases.map(one => ({ id: one.id, programs: scriptPrograms(one) }))
  // The unusual ones first.
  const programs = [...new Set([...cases.flatMap(unusualPrograms), ...cases.flatMap(scriptPrograms)])]
  const missing = (await missingPrograms(programs)).map(program => {
    const ids = needs.filter(({ programs }) => programs.includes(program)).map(({ id }) => id)
    return `no ${program}${ids.length < needs.length ? ` (for ${ids.join(', ')})` : ''}`
  })
  return {
    name: 'What show prints',
    passed: missing.length === 0,
    found: missing.length === 0 ? `${programs.join(', ')} are available` : missing.join(', '),
    remedy:
      'install them (in Debian ssh is in openssh-client) to use that here; chardev-fc run does not need them',
    optional: true,
  }
}

async function schedstat(): Promise<Check> {
  const text = await readFile('/proc/self/schedstat', 'latin1').catch(() => null)
  return {
    name: 'Scheduler statistics',
    passed: text !== null,
    found: text === null ? 'no /proc/self/schedstat' : '/proc/PID/schedstat is available',
    remedy:
      'use a kernel with CONFIG_SCHED_INFO; without it an overloaded host is recognised by its late timers only',
  }
}

/** A check of each QEMU that the values name, up to the first that cannot be used. `missing`: the programs to install one. */
async function qemus(
  values: readonly string[],
  missing: readonly string[],
  signal: AbortSignal,
): Promise<Check[]> {
  const install = missing.length === 0 ? 'run chardev-fc qemu install native, or ' : ''
  const [name, remedy] = ['QEMU', `${install}use --qemu PATH`]
  const checks: Check[] = []
  try {
    for (const qemu of await resolveQemus(values))
      checks.push({
        name,
        remedy,
        passed: qemu.kind === 'program' || (qemu.kind === 'packages' && missing.length === 0),
        found: await qemuAndAccelerator(qemu, signal),
      })
  } catch (error) {
    signal.throwIfAborted()
    checks.push({ name, passed: false, found: messageOf(error), remedy })
  }
  return checks
}

async function qemuAndAccelerator(named: ResolvedQemu, signal: AbortSignal): Promise<string> {
  if (named.kind === 'nothing') return named.why
  if (named.kind === 'packages') {
    const what = named.source === 'native' ? "native (that of this machine's release)" : named.source
    return `${what} is not installed; the first run installs it, over the network, if the suite exists`
  }
  const qemu = await probeQemu(named.path, paths(process.env).cache, signal)
  const { accel, why } = await acceleratorHere(qemu, { signal, onProgress: () => undefined })
  return `${qemu.version} (${qemu.path}), accelerator ${accel}: ${why}`
}

/** `missing`: the programs that are missing to build one. */
async function image(missing: readonly string[]): Promise<Check> {
  const images = await listImages(paths(process.env).cache)
  const current = await Promise.all(images.map(isCurrent))
  const names = images.map(
    ({ name }, index) => `${name}${current[index] ? '' : ' (built by another version)'}`,
  )
  const willBuild = missing.length === 0 && !current.includes(true)
  return {
    name: 'Guest image',
    passed: current.includes(true) || willBuild,
    found: `${names.join(', ') || 'none'}${willBuild ? ': the first run builds it from packages, over the network' : ''}`,
    remedy: 'import one that another machine has exported: chardev-fc image import FILE',
  }
}
