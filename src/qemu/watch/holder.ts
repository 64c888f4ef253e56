import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/**
 * QEMU among the processes that were started for it, known by a file that it has open: a wrapper script that does not
 * `exec` is only its parent. The given one where none has the file open (yet). Synchronous, as all of procfs is.
 */
export function holderOf(pid: number, path: string): number {
  // Most wrappers exec, and QEMU has no children: one look.
  const below = descendants(pid)
  if (below.length === 0) return pid
  return [pid, ...below].find(one => holds(one, path)) ?? pid
}

/** By /proc/PID/task/TID/children (CONFIG_PROC_CHILDREN, which Debian, Fedora and Arch have); none without it. */
function descendants(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1')
    return text
      .split(' ')
      .filter(word => word !== '')
      .map(Number)
      .flatMap(child => [child, ...descendants(child)])
  } catch {
    return []
  }
}

function holds(pid: number, path: string): boolean {
  const folder = `/proc/${pid}/fd`
  try {
    return readdirSync(folder).some(name => leadsTo(`${folder}/${name}`) === path)
  } catch {
    return false
  }
}

function leadsTo(link: string): string | null {
  try {
    return readlinkSync(link)
  } catch {
    return null
  }
}
