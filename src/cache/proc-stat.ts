import { readFileSync } from 'node:fs'

/**
 * The fields of the file `stat` in a process' or a thread's folder of /proc, from the third one, its state, on (proc(5));
 * none if it has ended.
 */
export function statFields(folder: string): string[] {
  try {
    const stat = readFileSync(`${folder}/stat`, 'latin1')
    // The name in the second field may contain spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return []
  }
}
