import { readFile, statfs } from 'node:fs/promises'
import { isCurrent, listImages } from '../../../images/image/guest-image.ts'
import { missingPrograms } from '../../../images/packages/missing-programs.ts'
import { messageOf } from '../../model/errors.ts'
import { sizeText } from '../../model/value/units.ts'
import { chooseAccelerator } from '../../qemu/accelerator.ts'
import { probeQemu } from '../../qemu/binary/probe.ts'
import { interruptSignal } from '../interrupt.ts'
import { paths } from '../paths.ts'
import { type NamedQemu, namedQemus } from '../play/qemus.ts'

/** One thing looked at: whether it is well, what was seen, and what to do if not. */
interface Look {
  readonly what: string
  readonly well: boolean
  readonly seen: string
  readonly remedy?: string
}

export interface DoctorOptions {
  /** Words: see `namedQemus`. */
  readonly qemu?: readonly string[]
}

const wantedSpace = 1024 ** 3

/** `chardev-fc doctor`, which fetches nothing: resolves with 0, or 69 when something that a run needs is missing. */
export async function doctor({ qemu = [] }: DoctorOptions): Promise<number> {
  const equipment = [...(await qemus(qemu, interruptSignal())), await image()]
  const equipped = equipment.every(({ well }) => well)
  const looks = [
    ...(await Promise.all([packages(equipped), space(), parentDeath(), schedstat()])),
    ...equipment,
  ]
  for (const { what, well, seen, remedy } of looks) {
    process.stdout.write(`${well ? '✔' : '✖'} ${what}: ${seen}\n`)
    if (!well && remedy !== undefined) process.stdout.write(`    ${remedy}\n`)
  }
  return looks.every(({ well }) => well) ? 0 : 69
}

/** `equipped`: with a QEMU and a guest, which is all that they would be fetched for. */
async function packages(equipped: boolean): Promise<Look> {
  const missing = await missingPrograms(['apt-get', 'dpkg-deb'])
  const none = `no ${missing.join(', no ')}`
  return {
    what: 'Distribution packages',
    well: missing.length === 0 || equipped,
    seen:
      missing.length === 0
        ? 'apt-get and dpkg-deb are here'
        : `${none}${equipped ? ': no matter, a QEMU and a guest image are here' : ''}`,
    remedy:
      'use --qemu PATH, and import a guest image with chardev-fc image import FILE (docs/guest-image.md)',
  }
}

async function space(): Promise<Look> {
  const { cache } = paths(process.env)
  const { bavail, bsize } = await statfs(cache).catch(() => statfs('/'))
  const free = bavail * bsize
  return {
    what: 'Space for the cache',
    well: free >= wantedSpace,
    seen: `${sizeText(free)} free for ${cache}`,
    remedy: `make room (about ${sizeText(wantedSpace)}), or set XDG_CACHE_HOME to a larger disk`,
  }
}

async function parentDeath(): Promise<Look> {
  const [missing] = await missingPrograms(['setpriv'])
  return {
    what: 'Nothing left behind',
    well: missing === undefined,
    seen:
      missing === undefined
        ? 'setpriv ties QEMU to this process'
        : 'no setpriv: a killed run may leave its QEMU',
    remedy: 'install util-linux; until then the next run ends what a killed one left',
  }
}

async function schedstat(): Promise<Look> {
  const text = await readFile('/proc/self/schedstat', 'latin1').catch(() => null)
  return {
    what: 'Telling a starved host from a frozen guest',
    well: text !== null,
    seen: text === null ? 'no /proc/self/schedstat' : '/proc/PID/schedstat is here',
    remedy: 'use a kernel with CONFIG_SCHED_INFO; without it only the host tick tells',
  }
}

/** A look at each QEMU that the words mean, up to the first that is of no use. */
async function qemus(words: readonly string[], signal: AbortSignal): Promise<Look[]> {
  const [what, remedy] = ['QEMU', 'chardev-fc qemu install native, or --qemu PATH']
  const looks: Look[] = []
  try {
    for (const named of await namedQemus(words))
      looks.push({ what, remedy, ...(await qemuAndAccelerator(named, signal)) })
  } catch (error) {
    looks.push({ what, well: false, seen: messageOf(error), remedy })
  }
  return looks
}

async function qemuAndAccelerator(named: NamedQemu, signal: AbortSignal): Promise<Omit<Look, 'what'>> {
  if (named.kind === 'nothing') return { well: false, seen: named.why }
  if (named.kind === 'packages')
    return {
      well: true,
      seen: `${named.source} is not installed yet: the first run fetches it, if there is such a suite`,
    }
  const { cache } = paths(process.env)
  const qemu = await probeQemu(named.path, cache, signal)
  const [guest] = await listImages(cache)
  if (guest === undefined) return { well: true, seen: `${qemu.version} (${qemu.path})` }
  const { accel, why } = await chooseAccelerator({
    wanted: 'auto',
    qemu,
    image: () => Promise.resolve(guest),
    cacheDir: cache,
    signal,
    onProgress: () => undefined,
  })
  return { well: true, seen: `${qemu.version} (${qemu.path}), accelerator ${accel}: ${why}` }
}

async function image(): Promise<Look> {
  const images = await listImages(paths(process.env).cache)
  const current = await Promise.all(images.map(isCurrent))
  const names = images.map(({ name }, index) => `${name}${current[index] ? '' : ' (of another version)'}`)
  return {
    what: 'Guest image',
    well: current.includes(true),
    seen: names.length > 0 ? names.join(', ') : 'none yet',
    remedy: 'chardev-fc image build (the first run does it by itself), or image import FILE',
  }
}
