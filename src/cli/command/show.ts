import { bootableImage } from '../../../images/image/bootable-image.ts'
import { presentImage } from '../../../images/image/guest-image.ts'
import { kernelArguments } from '../../../images/image/kernel-arguments.ts'
import type { Case } from '../../model/case/case.ts'
import { errorInFile } from '../../model/case/case-file.ts'
import { UsageError } from '../../model/errors.ts'
import { casesNamed } from '../../plan/catalogue.ts'
import { whyNot } from '../../plan/why-not.ts'
import { type Names, reproduction } from '../../reproduce/reproduction.ts'
import { reproductionScript } from '../../reproduce/reproduction-script.ts'
import { ownDisk } from '../guest/own-disk.ts'
import { shownQemu } from '../guest/shown-qemu.ts'
import { memoryOf } from '../guest/test-bed.ts'
import type { DiskOptions } from '../option/guest-options.ts'
import { paths } from '../paths.ts'
import { err, out } from '../terminal/output.ts'
import { tool } from '../tool.ts'

export interface ShowOptions extends DiskOptions {
  /** See `resolveQemus`. */
  readonly qemu?: string
  readonly accel: 'auto' | 'kvm' | 'tcg'
  readonly memory?: string
  readonly asDocumented?: true
  /** Print one script instead of commands to type. */
  readonly script?: true
}

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
const noImage = 'run chardev-fc image build first to get the real paths of vmlinuz, initrd and the key'

/** `chardev-fc show CASE`. */
export async function show(id: string, options: ShowOptions): Promise<void> {
  const { text, notes } = await shownText(id, options)
  if (options.script && !out.isTerminal) out.writeDocument(text)
  else out.print(text)
  for (const one of notes) err.print(`(${one})\n`)
}

/**
 * The case as commands to type, or as one script, and notes: what is assumed because it is not on this machine, and why
 * this QEMU cannot run it. They name the QEMU, the guest and the accelerator that `run` would use with these options.
 */
export async function shownText(
  id: string,
  options: ShowOptions,
): Promise<{ readonly text: string; readonly notes: readonly string[] }> {
  const [shown] = await casesNamed([id])
  if (shown === undefined) throw new UsageError(`no case '${id}'`)
  const { cache } = paths(process.env)
  const image = await presentImage(cache)
  const guest = (await ownDisk(options)) ?? (image ? await bootableImage(cache, image) : placeholder)
  const { assumed, here, ...qemu } = await shownQemu(options)
  const whySkipped = here === undefined ? null : whyNot(shown, here, guest)
  const names = {
    ...{ ...qemu, guest },
    memoryBytes: memoryOf(options),
    asDocumented: options.asDocumented === true,
  }
  const text = await print(shown, names, options.script === true).catch(error => {
    const problem = shown.file === undefined ? null : errorInFile(shown.file.path, error)
    throw problem === null ? error : new UsageError(problem, { cause: error })
  })
  return {
    text: `${text}\n`,
    notes: [
      ...(assumed === undefined ? [] : [assumed]),
      ...(guest === placeholder ? [noImage] : []),
      ...(whySkipped === null ? [] : [`${whySkipped}; chardev-fc run skips it`]),
    ],
  }
}

async function print(shown: Case, names: Names, asScript: boolean): Promise<string> {
  const { guest } = names
  if (!asScript) return reproduction(shown, names)
  if (guest.kind === 'disk')
    throw new UsageError('--script works with our guest image only: leave out --image')
  return reproductionScript(shown, { ...names, guest }, tool)
}
