import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'

/**
 * A short name for exactly this state of a file: its real path, size, modification time and inode, and whatever
 * else is given. Rejects like stat(2) when the file is not there.
 */
export async function fileIdentity(path: string, ...more: readonly string[]): Promise<string> {
  const real = await realpath(path)
  const { size, mtimeNs, ino } = await stat(real, { bigint: true })
  const parts = [real, String(size), String(mtimeNs), String(ino), ...more]
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 24)
}
