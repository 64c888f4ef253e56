import { readFile } from 'node:fs/promises'
import ssh2 from 'ssh2'
import { UsageError } from '../model/errors.ts'

/** Reads a private ssh key. Throws UsageError for anything else, including a key with a passphrase. */
export async function readKeyFile(path: string): Promise<string> {
  const wrong = (why: string) => new UsageError(`--ssh-key: ${path} ${why}`)
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw wrong(`cannot be read (${error.message})`)
  })
  const key = ssh2.utils.parseKey(text)
  if (key instanceof Error) {
    if (!/passphrase|encrypted/i.test(key.message)) throw wrong(`is not a private ssh key (${key.message})`)
    throw wrong("has a passphrase; use a copy without one (ssh-keygen -p -N '' -f COPY)")
  }
  if (!key.isPrivateKey()) throw wrong('is a public key; name the private one (without .pub)')
  return text
}
