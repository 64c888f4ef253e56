import { setUp } from './set-up.js'
import { SetUpError } from './set-up-error.js'

/**
 * Sets up, then does the work, which imports its packages only then. Reports a failed set-up as one message.
 *
 * @param {'start' | 'packages' | 'test'} level
 * @param {() => Promise<number | undefined>} work resolves with the exit code
 * @returns {Promise<boolean>} whether the set-up succeeded
 */
export async function readied(level, work) {
  try {
    await setUp(level)
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error
    console.error(`chardev-fc: ${error.message}`)
    process.exitCode = error.exitCode
    return false
  }
  process.exitCode = await work()
  return true
}
