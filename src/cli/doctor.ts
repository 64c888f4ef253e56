import { readFile, statfs } from 'node:fs/promises'
import { listQemus } from '../../images/debian-qemu.ts'
import { isCurrent, listImages } from '../../images/guest-image.ts'
import { missingPrograms } from '../../images/missing-programs.ts'
import { messageOf } from '../model/errors.ts'
import { sizeText } from '../model/units.ts'
import { chooseAccelerator } from '../qemu/accelerator.ts'
import { findQemu } from '../qemu/find.ts'
import { probeQemu } from '../qemu/probe.ts'
import { interruptSignal } from './interrupt.ts'
import { paths } from './paths.ts'

/** One thing looked at: whether it is well, what was seen, and what to do if not. */
interface Look {
  readonly what: string
  readonly well: boolean
  readonly seen: string
  readonly remedy?: string
}

const wantedSpace = 1024 ** 3

/** `chardev-fc doctor`: resolves with 0, or 69 when something that a run needs is missing. */
export async function doctor(): Promise<number> {
  const signal = interruptSignal()
  const [qemu, guest] = [await qemuAndAccelerator(signal), await image()]
  const looks = [
    ...(await Promise.all([packages(qemu.well && guest.well), space(), parentDeath(), schedstat()])),
    qemu,
    guest,
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
    remedy: 'bring a QEMU with --qemu PATH, a guest with chardev-fc image import FILE (docs/guest-image.md)',
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

async function qemuAndAccelerator(signal: AbortSignal): Promise<Look> {
  const what = 'QEMU'
  const remedy = 'chardev-fc qemu install native, or --qemu PATH'
  const { cache } = paths(process.env)
  const { env } = process
  const found = await findQemu({ wanted: undefined, env: env['CHARDEV_FC_QEMU'], path: env['PATH'] ?? '' })
  const path = found?.path ?? (await listQemus(cache))[0]?.path
  if (path === undefined) return { what, well: false, seen: 'none yet', remedy }
  try {
    const qemu = await probeQemu(path, cache, signal)
    const [guest] = await listImages(cache)
    if (guest === undefined) return { what, well: true, seen: `${qemu.version} (${path})` }
    const { accel, why } = await chooseAccelerator({
      wanted: 'auto',
      qemu,
      image: () => Promise.resolve(guest),
      cacheDir: cache,
      signal,
      say: () => undefined,
    })
    return { what, well: true, seen: `${qemu.version} (${path}), accelerator ${accel}: ${why}` }
  } catch (error) {
    return { what, well: false, seen: messageOf(error), remedy }
  }
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
