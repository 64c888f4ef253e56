import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { shellWord } from '../../src/model/value/shell-word.ts'
import { bootInitrd } from './boot-initrd.ts'
import { ensureIdentity } from './identity.ts'
import { kernelArguments } from './kernel-arguments.ts'

/** An image with this installation's keys, and how to boot it and log in. */
export async function bootableImage(
  cache: string,
  image: { readonly name: string; readonly kernel: string; readonly initrd: string },
) {
  const identity = await ensureIdentity(cache)
  const key = join(cache, 'identity', 'id_ed25519')
  return {
    kind: 'kernel' as const,
    kernel: await realpath(image.kernel),
    initrd: await bootInitrd(cache, image, identity),
    append: kernelArguments.join(' '),
    sshdPort: 22,
    login: { user: 'root', privateKey: identity.privateKey, hostPublicKey: identity.hostPublicKey },
    key,
    ssh: `ssh -i ${shellWord(key)} -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no root@127.0.0.1`,
  }
}
