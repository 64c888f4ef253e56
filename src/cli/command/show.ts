import { existsSync } from 'node:fs'
import { listImages } from '../../../images/image/guest-image.ts'
import { kernelArguments } from '../../../images/image/kernel-arguments.ts'
import type { Target } from '../../model/case/backend.ts'
import type { Case } from '../../model/case/case.ts'
import { errorInFile } from '../../model/case/case-file.ts'
import { UsageError } from '../../model/errors.ts'
import { casesNamed } from '../../plan/catalogue.ts'
import { probeQemu } from '../../qemu/binary/probe.ts'
import { type Names, reproduction } from '../../reproduce/reproduction.ts'
import { reproductionScript } from '../../reproduce/reproduction-script.ts'
import type { OurImage } from '../../run/cell.ts'
import { interruptSignal } from '../interrupt.ts'
import type { DiskOptions } from '../option/guest-options.ts'
import { paths } from '../paths.ts'
import { ownDisk } from '../play/own-disk.ts'
import { namedQemus, onlyQemu } from '../play/qemus.ts'
import { bootable, memoryOf } from '../play/test-bed.ts'
import { tool } from '../tool.ts'

/** What the printed commands name. */
export interface ShowOptions extends DiskOptions {
  /** A word: see `namedQemus`. */
  readonly qemu?: string
  readonly accel: 'kvm' | 'tcg'
  readonly memory?: string
  readonly asDocumented?: true
  /** One script in place of commands to type. */
  readonly script?: true
}

const usualName = 'qemu-system-x86_64'
/** For a QEMU that is not here to be asked: the options of today's. */
const newest = { version: '11.1.0', hasReconnectMs: true }

/** What stands for the guest's files until there is an image. */
const stand = {
  kind: 'kernel' as const,
  kernel: 'vmlinuz',
  initrd: 'initrd',
  append: kernelArguments.join(' '),
  key: 'id_ed25519',
  sshdPort: 22,
  login: { user: 'root' },
  ssh: 'ssh -i id_ed25519 root@127.0.0.1',
}

/**
 * `chardev-fc show CASE`: the case as commands to type, or as one script; with the user's disk or the files of our image
 * if there is one, and for the very QEMU if it is here.
 */
export async function show(id: string, options: ShowOptions): Promise<void> {
  const [shown] = await casesNamed([id])
  if (shown === undefined) throw new UsageError(`no case '${id}'`)
  const { accel, script } = options
  const guest = (await ownDisk(options)) ?? (await builtImage()) ?? stand
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
  process.stdout.write(`${text}\n`)
  if (guest === stand) {
    process.stderr.write(
      '(run chardev-fc image build first to get the real paths of vmlinuz, initrd and the key)\n',
    )
  }
}

async function print(shown: Case, names: Names, asScript: boolean): Promise<string> {
  const { guest } = names
  if (!asScript) return reproduction(shown, names)
  if (guest.kind === 'disk')
    throw new UsageError('--script works with our guest image only: leave out --image')
  return reproductionScript(shown, { ...names, guest }, tool)
}

async function builtImage(): Promise<OurImage | null> {
  const { cache } = paths(process.env)
  const [image] = await listImages(cache)
  return image === undefined ? null : bootable(cache, image)
}

/**
 * A QEMU that is here with its path and its options; a path or a name that is not, as it was given. Nothing is fetched:
 * throws UsageError for packages that are not installed, as for a file that is no QEMU.
 */
async function named(word: string): Promise<{ readonly qemu: string; readonly target: Target }> {
  const { cache } = paths(process.env)
  const found = onlyQemu(await namedQemus([word]), [word])
  if (found.kind === 'packages')
    throw new UsageError(`${word} is not installed; install it with: chardev-fc qemu install ${word}`)
  if (found.kind === 'nothing' || !existsSync(found.path)) return { qemu: word, target: newest }
  return { qemu: found.path, target: await probeQemu(found.path, cache, interruptSignal()) }
}
