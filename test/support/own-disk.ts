import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { Test } from 'tap'
import { type DebianDisk, debianDisk } from './debian/disk.ts'
import { sshdPort } from './debian/root.ts'

/** The disk, whose bytes must be the same when the test ends; null (the test is skipped) where none can be made. */
export async function ownDisk(t: Test): Promise<DebianDisk | null> {
  const disk = await debianDisk()
  if (typeof disk === 'string') {
    t.pass('skipped', { skip: `no disk of a Debian can be made here: ${disk}` })
    return null
  }
  const before = await hashOf(disk.qcow2)
  t.teardown(async () => {
    if ((await hashOf(disk.qcow2)) !== before) throw new Error(`${disk.qcow2} was written to`)
  })
  return disk
}

/** The options with which the disk is booted; its tester has the right to sudo. */
export function ownOptions({ qcow2, key }: DebianDisk, user = 'tester'): string[] {
  return ['--image', qcow2, '--ssh-user', user, '--ssh-key', key, '--ssh-port', String(sshdPort)]
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
