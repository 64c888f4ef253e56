import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Node 22.8 and later otherwise keep in the temp folder what they have compiled. */
const compileCache = fileURLToPath(new URL('../dist/.compile-cache', import.meta.url))
const fixtures = '.tap/fixtures'

/**
 * Makes a folder for $TMPDIR and tap's `testdir()`, in which what test files leave behind is seen.
 *
 * @returns {{ env: Record<string, string>, remove: () => string[] }} `remove` removes it and returns what was left in it
 */
export function tempFolder() {
  // The name is short because the address of a UNIX socket has at most 107 bytes.
  const path = mkdtempSync(join(tmpdir(), 't-'))
  chmodSync(path, 0o755) // Others may enter it, as they may enter /tmp.
  return {
    env: { TMPDIR: path, TAP_CWD: path, NODE_COMPILE_CACHE: compileCache },
    remove() {
      const left = [
        ...namesIn(path).filter(name => name !== '.tap'),
        ...namesIn(join(path, fixtures)).map(name => `testdir ${name}`),
      ]
      try {
        rmSync(path, { recursive: true })
      } catch (error) {
        // A test that was killed may leave a mount, or files of another user.
        left.push(`${path}, which cannot be removed: ${error.message}`)
      }
      return left
    },
  }
}

function namesIn(folder) {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}
