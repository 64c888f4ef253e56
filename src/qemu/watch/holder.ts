import { readlinkSync } from 'node:fs'
import { procNames, procText } from './proc-files.ts'

/**
 * The pid of QEMU among a process and its descendants: the one that has `path` open. A wrapper script that does not
 * `exec` is only its parent. Returns `pid` if none has the file open (yet).
 */
export function holderOf(pid: number, path: string): number {
  // Most wrappers exec, and QEMU has no children: one read is enough.
  const below = descendants(pid)
  if (below.length === 0) return pid
  return [pid, ...below].find(one => holds(one, path)) ?? pid
}

/** From /proc/PID/task/TID/children (CONFIG_PROC_CHILDREN, which Debian, Fedora and Arch have); empty without it. */
function descendants(pid: number): number[] {
  const children = procText(`/proc/${pid}/task/${pid}/children`).split(' ')
  return children.filter(word => word !== '').flatMap(word => [Number(word), ...descendants(Number(word))])
}

function holds(pid: number, path: string): boolean {
  const folder = `/proc/${pid}/fd`
  return procNames(folder).some(name => targetOf(`${folder}/${name}`) === path)
}

function targetOf(link: string): string | null {
  try {
    return readlinkSync(link)
  } catch {
    return null
  }
}
