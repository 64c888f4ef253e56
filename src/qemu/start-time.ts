import { readFile } from 'node:fs/promises'

/**
 * When a process started, in clock ticks since the host's boot (/proc/PID/stat, field 22), or null when there
 * is no such process. A pid with its start time names one process for ever, a pid alone may be reused;
 * `execve` keeps both.
 */
export async function startTimeOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  // The second field is the name in parentheses and may itself hold spaces and parentheses.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields?.[19] ?? null
}
