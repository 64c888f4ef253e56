import { kernelArguments } from '../../images/kernel-arguments.ts'
import { UsageError } from '../model/errors.ts'
import { sizeBytes } from '../model/units.ts'
import { casesNamed } from '../plan/catalogue.ts'
import { reproduction } from '../run/reproduction.ts'

/** What stands for the files of a guest that a person brings: chardev-fc image build makes ours. */
const guest = {
  kernel: 'vmlinuz',
  initrd: 'initrd',
  append: kernelArguments.join(' '),
  ssh: 'ssh -i id_ed25519 root@127.0.0.1',
}

/** `chardev-fc show CASE`: the case as commands to type. */
export async function show(id: string): Promise<void> {
  const [shown] = await casesNamed([id])
  if (shown === undefined) throw new UsageError(`no case '${id}'`)
  const names = { qemu: 'qemu-system-x86_64', accel: 'kvm', memoryBytes: sizeBytes('256M'), guest } as const
  process.stdout.write(`${await reproduction(shown, names)}\n`)
}
