import { existsSync } from 'node:fs'
import { bootableImage } from '../../../images/image/bootable-image.ts'
import { listImages } from '../../../images/image/image-folder.ts'
import { kernelArguments } from '../../../images/image/kernel-arguments.ts'
import type { Target } from '../../model/case/backend.ts'
import type { Case } from '../../model/case/case.ts'
import { errorInFile } from '../../model/case/case-file.ts'
import { UsageError } from '../../model/errors.ts'
import { casesNamed } from '../../plan/catalogue.ts'
import { probeQemu } from '../../qemu/binary/probe.ts'
import { type Names, reproduction } from '../../reproduce/reproduction.ts'
import { reproductionScript } from '../../reproduce/reproduction-script.ts'
import { ownDisk } from '../guest/own-disk.ts'
import { resolveQemus, singleQemu } from '../guest/resolve-qemus.ts'
import { memoryOf } from '../guest/test-bed.ts'
import { interruptSignal } from '../interrupt.ts'
import type { DiskOptions } from '../option/guest-options.ts'
import { paths } from '../paths.ts'
import { tool } from '../tool.ts'

export interface ShowOptions extends DiskOptions {
  /** See `resolveQemus`. */
  readonly qemu?: string
  readonly accel: 'kvm' | 'tcg'
  readonly memory?: string
  readonly asDocumented?: true
  /** Print one script instead of commands to type. */
  readonly script?: true
}

const usualName = 'qemu-system-x86_64'
/** The options of a recent QEMU, for one that is not on this machine. */
const recent = { version: '11.1.0', hasReconnectMs: true }

/** Placeholders for the guest's files, as long as there is no image. */
const placeholder = {
  kind: 'kernel' as const,
  kernel: 'vmlinuz',
  initrd: 'initrd',
  append: kernelArguments.join(' '),
  key: 'id_ed25519',
  sshdPort: 22,
  login: { user: 'root' },
  ssh: 'ssh -i id_ed25519 root@127.0.0.1',
}

/** `chardev-fc show CASE`. */
export async function show(id: string, options: ShowOptions): Promise<void> {
  const { text, hasPlaceholders } = await shownText(id, options)
  process.stdout.write(text)
  if (hasPlaceholders) {
    process.stderr.write(
      '(run chardev-fc image build first to get the real paths of vmlinuz, initrd and the key)\n',
    )
  }
}

/**
 * The case as commands to type, or as one script. They name the user's disk or the files of our image, if there is one,
 * and have the options of the QEMU, if it is on this machine.
 */
export async function shownText(
  id: string,
  options: ShowOptions,
): Promise<{ readonly text: string; readonly hasPlaceholders: boolean }> {
  const [shown] = await casesNamed([id])
  if (shown === undefined) throw new UsageError(`no case '${id}'`)
  const { accel, script } = options
  const { cache } = paths(process.env)
  const [image] = await listImages(cache)
  const guest = (await ownDisk(options)) ?? (image ? await bootableImage(cache, image) : placeholder)
  const names = {
    ...(await named(options.qemu ?? (process.env['CHARDEV_FC_QEMU'] || usualName))),
    ...{ accel, guest },
    memoryBytes: memoryOf(options),
    asDocumented: options.asDocumented === true,
  }
  const text = await print(shown, names, script === true).catch(error => {
    const problem = shown.file === undefined ? null : errorInFile(shown.file.path, error)
    throw problem === null ? error : new UsageError(problem, { cause: error })
  })
  return { text: `${text}\n`, hasPlaceholders: guest === placeholder }
}

async function print(shown: Case, names: Names, asScript: boolean): Promise<string> {
  const { guest } = names
  if (!asScript) return reproduction(shown, names)
  if (guest.kind === 'disk')
    throw new UsageError('--script works with our guest image only: leave out --image')
  return reproductionScript(shown, { ...names, guest }, tool)
}

/**
 * The path and options of a QEMU on this machine, or the value as given. Nothing is installed. Throws UsageError for
 * packages that are not installed and for a file that is no QEMU.
 */
async function named(value: string): Promise<{ readonly qemu: string; readonly target: Target }> {
  const { cache } = paths(process.env)
  const found = singleQemu(await resolveQemus([value]), [value])
  if (found.kind === 'packages')
    throw new UsageError(`${value} is not installed; install it with: chardev-fc qemu install ${value}`)
  if (found.kind === 'nothing' || !existsSync(found.path)) return { qemu: value, target: recent }
  return { qemu: found.path, target: await probeQemu(found.path, cache, interruptSignal()) }
}
