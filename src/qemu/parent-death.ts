import { execa } from 'execa'

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
  const result = await execa(file, [...args, 'true'], { reject: false, stdio: 'ignore', timeout: 10_000 })
  return result.failed ? [] : words
}
