import { setUp } from './set-up.js'
import { SetUpError } from './set-up-error.js'

/**
 * Sets up, then does the work, which imports its packages only then. Reports a failed set-up as one message.
 *
 * @param {'start' | 'compile' | 'packages' | 'build' | 'test'} level
 * @param {() => Promise<number | undefined>} work resolves with the exit code
 * @returns {Promise<boolean>} whether the set-up succeeded
 */
export async function readied(level, work) {
  try {
    await setUp(level)
    if (level === 'test') await checkFolders()
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error
    console.error(`chardev-fc: ${error.message}`)
    process.exitCode = error.exitCode
    return false
  }
  process.exitCode = await work()
  return true
}

/** Otherwise each test would fail in its own words. */
async function checkFolders() {
  const { writableFolders } = await import('../dist/src/cli/writable-folders.js')
  const { passed, found, remedy } = await writableFolders().catch(error => {
    throw new SetUpError(error.message, 64)
  })
  if (!passed) throw new SetUpError(`${found}: ${remedy}`)
}
