import { listImages } from '../../images/guest-image.ts'
import { kernelArguments } from '../../images/kernel-arguments.ts'
import { troubleInFile } from '../model/case-file.ts'
import { UsageError } from '../model/errors.ts'
import { casesNamed } from '../plan/catalogue.ts'
import type { OurImage } from '../run/cell.ts'
import { reproduction } from '../run/reproduction.ts'
import type { DiskOptions } from './guest-options.ts'
import { bootable, memoryOf } from './outfit.ts'
import { ownDisk } from './own-disk.ts'
import { paths } from './paths.ts'

/** What the printed commands name. */
export interface ShowOptions extends DiskOptions {
  readonly qemu: string
  readonly accel: 'kvm' | 'tcg'
  readonly memory?: string
  readonly asDocumented?: true
}

/** For a QEMU that was not asked: the options of today's. */
const newest = { version: '11.1.0', hasReconnectMs: true }

/** What stands for the guest's files until there is an image. */
const stand = {
  kind: 'kernel' as const,
  kernel: 'vmlinuz',
  initrd: 'initrd',
  append: kernelArguments.join(' '),
  sshdPort: 22,
  login: { user: 'root' },
  ssh: 'ssh -i id_ed25519 root@127.0.0.1',
}

/** `chardev-fc show CASE`: the case as commands to type, with the user's disk or the files of our image if there is one. */
export async function show(id: string, options: ShowOptions): Promise<void> {
  const [shown] = await casesNamed([id])
  if (shown === undefined) throw new UsageError(`no case '${id}'`)
  const { qemu, accel } = options
  const guest = (await ownDisk(options)) ?? (await builtImage()) ?? stand
  const names = {
    ...{ qemu, target: newest, accel, guest },
    memoryBytes: memoryOf(options),
    asDocumented: options.asDocumented === true,
  }
  const text = await reproduction(shown, names).catch(error => {
    const trouble = shown.file === undefined ? null : troubleInFile(shown.file.path, error)
    throw trouble === null ? error : new UsageError(trouble, { cause: error })
  })
  process.stdout.write(`${text}\n`)
  if (guest === stand) {
    process.stderr.write('(chardev-fc image build makes vmlinuz, initrd and the key; show then names them)\n')
  }
}

async function builtImage(): Promise<OurImage | null> {
  const { cache } = paths(process.env)
  const [image] = await listImages(cache)
  return image === undefined ? null : bootable(cache, image)
}
