import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** What this process has open, and the processes that it has started. */
export function held(): string[] {
  const open = readdirSync('/proc/self/fd').map(fd => `${fd} ${target(fd)}`)
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'latin1').trim()
  return [...open.filter(one => !one.endsWith(' gone')), `children: ${children}`]
}

/** The descriptor by which the folder was read is gone by now. */
function target(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    return 'gone'
  }
}
