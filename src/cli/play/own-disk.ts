import { resolve } from 'node:path'
import { readKeyFile } from '../../guest/key-file.ts'
import { UsageError } from '../../model/errors.ts'
import { shellWord } from '../../model/value/shell-word.ts'
import { diskFormat } from '../../qemu/disk-format.ts'
import type { OwnDisk } from '../../run/cell.ts'
import type { DiskOptions } from '../option/guest-options.ts'
import { guestTools } from './guest-tools.ts'

/**
 * The disk of the user's own that the options name, or null if they name none. Throws UsageError for a disk or a key
 * that cannot be used, and for options that do not go together.
 */
export async function ownDisk(options: DiskOptions): Promise<OwnDisk | null> {
  const { image, sshUser, sshKey, sshPort } = options
  if (image === undefined) {
    if (sshUser === undefined && sshKey === undefined && sshPort === undefined) return null
    throw new UsageError('--ssh-user, --ssh-key and --ssh-port need --image')
  }
  if (options.kernel !== undefined || options.initrd !== undefined)
    throw new UsageError('--image boots the kernel on the disk: leave out --kernel and --initrd')
  if (sshUser === undefined || sshKey === undefined)
    throw new UsageError('--image needs --ssh-user USER and --ssh-key FILE')
  const sshdPort = portNumber(sshPort ?? '22')
  const file = resolve(image)
  const format = await diskFormat(file)
  const privateKey = await readKeyFile(sshKey)
  const host = '-o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no'
  return {
    kind: 'disk',
    file,
    ...(format === undefined ? {} : { format }),
    tools: await guestTools(),
    login: { user: sshUser, privateKey, hostPublicKey: null },
    sshdPort,
    ssh: `ssh -i ${shellWord(resolve(sshKey))} ${host} ${shellWord(`${sshUser}@127.0.0.1`)}`,
  }
}

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port < 1 || port > 65535)
    throw new UsageError(`--ssh-port: expected a number from 1 to 65535, got '${text}'`)
  return port
}
