import { readFile } from 'node:fs/promises'
import ssh2 from 'ssh2'
import { UsageError } from '../model/errors.ts'

/** Reads a private key that ssh can use as it is. Throws UsageError for anything else, and for one with a passphrase. */
export async function readKeyFile(path: string): Promise<string> {
  const wrong = (why: string) => new UsageError(`wanted a private ssh key, but ${path} ${why}`)
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw wrong(`cannot be read (${error.message}); name another with --ssh-key`)
  })
  const key = ssh2.utils.parseKey(text)
  if (key instanceof Error) {
    if (!/passphrase|encrypted/i.test(key.message))
      throw wrong(`is none (${key.message}); name another with --ssh-key`)
    throw wrong("has a passphrase; make a copy without one (ssh-keygen -p -N '' -f COPY)")
  }
  if (!key.isPrivateKey()) throw wrong('holds a public key; name the private half (without .pub)')
  return text
}
