import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const prefix = ['setpriv', '--pdeathsig', 'KILL', '--'] as const
let available: Promise<readonly string[]> | undefined

/**
 * The words to put before a command so that the kernel kills it when we die, even by SIGKILL (prctl(2) PR_SET_PDEATHSIG
 * through setpriv of util-linux ≥ 2.33). Empty without such a setpriv. setpriv execs, so the pid stays that of the
 * command. Tested once per process, with Node's own execFile: every run does this, and it needs no module loaded.
 */
export function parentDeath(): Promise<readonly string[]> {
  const [file, ...args] = prefix
  available ??= promisify(execFile)(file, [...args, 'true'], { timeout: 10_000 }).then(
    () => prefix,
    () => [],
  )
  return available
}
