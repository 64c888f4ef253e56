import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

let bound: Promise<readonly string[]> | undefined

/**
 * The words to put in front of a command so that the kernel kills it when we die, even by SIGKILL
 * (prctl(2) PR_SET_PDEATHSIG through setpriv of util-linux ≥ 2.33); none where there is no such setpriv.
 * setpriv execs, so the pid stays the command's own. Asked once per process.
 */
export function parentDeath(): Promise<readonly string[]> {
  bound ??= tryIt(['setpriv', '--pdeathsig', 'KILL', '--'])
  return bound
}

async function tryIt(words: readonly [string, ...string[]]): Promise<readonly string[]> {
  const [file, ...args] = words
  // Node's own: every run asks this, and it is there without loading anything.
  const asked = promisify(execFile)(file, [...args, 'true'], { timeout: 10_000 })
  return asked.then(
    () => words,
    () => [],
  )
}
