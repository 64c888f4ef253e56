import { createHash } from 'node:crypto'
import { realpath, stat } from 'node:fs/promises'

/**
 * A short hash of a file's real path, size, modification time and inode, and of `more`. Rejects like stat(2) when the
 * file does not exist.
 */
export async function fileIdentity(path: string, ...more: readonly string[]): Promise<string> {
  const real = await realpath(path)
  const { size, mtimeNs, ino } = await stat(real, { bigint: true })
  const parts = [real, String(size), String(mtimeNs), String(ino), ...more]
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 24)
}
