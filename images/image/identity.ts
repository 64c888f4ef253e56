import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { publish, withWorkspace } from '../../src/cache/workspace.ts'
import { InfraError } from '../../src/model/errors.ts'
import { writeCpio } from './cpio.ts'
import {
  dropbearHostKey,
  newKeyPair,
  opensshPrivateKey,
  publicKeyLine,
  readDropbearHostKey,
  wirePublicKey,
} from './ssh-keys.ts'

/** The keys of one installation: who may log in to its guests, and how the guests prove who they are. */
export interface Identity {
  /** OpenSSH private key file of the client. */
  readonly privateKey: string
  /** Its line for authorized_keys, without line end. */
  readonly publicKey: string
  /** The guest's host key, as dropbear's file. */
  readonly hostKey: Buffer
  /** The guest's public host key as it goes over the wire: what a client compares (ssh2's hostVerifier). */
  readonly hostPublicKey: Buffer
  /** cpio archive to be put behind an image's initrd: brings both key files into the guest. */
  readonly archive: Buffer
}

/** Makes new random keys; nothing is stored. */
function createIdentity(): Identity {
  const client = newKeyPair()
  return assemble(
    opensshPrivateKey(client, COMMENT),
    publicKeyLine(client, COMMENT),
    dropbearHostKey(newKeyPair()),
  )
}

/**
 * The identity of this installation, made once and kept in `cache/identity` for the user alone: the folder
 * has mode 0700, its files 0600.
 *
 * @throws InfraError when what is kept there cannot be read: it is never silently replaced, because saved
 *   guests carry the old keys.
 */
export async function ensureIdentity(cache: string): Promise<Identity> {
  const dir = join(cache, 'identity')
  const there = await readIdentity(dir)
  if (there) return there
  await withWorkspace(cache, async work => {
    const made = join(work, 'identity')
    const { privateKey, publicKey, hostKey } = createIdentity()
    await mkdir(made, { mode: 0o700 })
    await writeFile(join(made, 'id_ed25519'), privateKey, { mode: 0o600 })
    await writeFile(join(made, 'id_ed25519.pub'), `${publicKey}\n`, { mode: 0o600 })
    await writeFile(join(made, 'dropbear_ed25519_host_key'), hostKey, { mode: 0o600 })
    await publish(made, dir, false)
  })
  // Read back, because another process may have been first.
  const identity = await readIdentity(dir)
  if (identity === undefined)
    throw new InfraError(`the new keys in ${dir} have disappeared: is something cleaning the cache?`)
  return identity
}

/** The archive that carries keys into a guest: newc cpio, uncompressed, padded to 512 bytes. */
function identityArchive({ authorizedKey, hostKey }: { authorizedKey: string; hostKey: Buffer }): Buffer {
  return writeCpio([
    { kind: 'directory', path: 'root', mode: 0o700 },
    { kind: 'directory', path: 'root/.ssh', mode: 0o700 },
    {
      kind: 'file',
      path: 'root/.ssh/authorized_keys',
      mode: 0o600,
      content: Buffer.from(`${authorizedKey}\n`),
    },
    { kind: 'directory', path: 'etc', mode: 0o755 },
    { kind: 'directory', path: 'etc/dropbear', mode: 0o700 },
    { kind: 'file', path: 'etc/dropbear/dropbear_ed25519_host_key', mode: 0o600, content: hostKey },
  ])
}

const COMMENT = 'chardev-fc'

async function readIdentity(dir: string): Promise<Identity | undefined> {
  // No folder is a first start; a file that is missing in a folder is damage.
  if (!existsSync(dir)) return undefined
  try {
    const privateKey = await readFile(join(dir, 'id_ed25519'), 'utf8')
    const publicKey = await readFile(join(dir, 'id_ed25519.pub'), 'utf8')
    return assemble(privateKey, publicKey.trim(), await readFile(join(dir, 'dropbear_ed25519_host_key')))
  } catch (error) {
    throw new InfraError(
      `the keys in ${dir} cannot be read: remove that folder and the snapshots that use them`,
      { cause: error },
    )
  }
}

function assemble(privateKey: string, publicKey: string, hostKey: Buffer): Identity {
  const hostPublicKey = wirePublicKey(readDropbearHostKey(hostKey))
  return {
    privateKey,
    publicKey,
    hostKey,
    hostPublicKey,
    archive: identityArchive({ authorizedKey: publicKey, hostKey }),
  }
}
