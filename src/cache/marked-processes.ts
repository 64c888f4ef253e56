import { readdirSync, readFileSync } from 'node:fs'
import { codeOf } from './code-of.ts'

/** The variable in the environment of our programs: `ownerName` of our process, the number of the program, and a dot. */
export const markVariable = 'CHARDEV_FC_OWNER'

/**
 * Kills the processes whose mark is this or begins with it: a program of ours and all that it started, also what has left
 * its process group, as under setsid(1). Processes of other users are left alone. Returns the ids.
 */
export function endMarked(mark: string): number[] {
  const found = readdirSync('/proc').filter(name => /^\d+$/.test(name) && hasMark(name, mark))
  const pids = found.map(Number)
  for (const pid of pids) kill(pid)
  return pids
}

function hasMark(pid: string, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`${markVariable}=${mark}.`)
  } catch {
    return false
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (codeOf(error) !== 'ESRCH' && codeOf(error) !== 'EPERM') throw error
  }
}
