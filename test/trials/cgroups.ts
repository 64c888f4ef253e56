import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lease } from '../../src/run/lease.ts'
import { until } from '../support/processes.ts'

/** What a control group does to the processes in it: the file that says so, and what is written into it. */
interface Control {
  readonly file: string
  readonly off: string
  on(percent: number): string
}

/** Of version 2 first, then of version 1. */
const freezers: readonly Control[] = [
  { file: 'cgroup.freeze', on: () => '1', off: '0' },
  { file: 'freezer.state', on: () => 'FROZEN', off: 'THAWED' },
]
const periodUs = 100_000
const quotas: readonly Control[] = [
  { file: 'cpu.max', on: percent => `${(percent * periodUs) / 100} ${periodUs}`, off: `max ${periodUs}` },
  { file: 'cpu.cfs_quota_us', on: percent => String((percent * periodUs) / 100), off: '-1' },
]

/** A control group of our own with one process in it. */
export interface Group {
  /** Freezes it, or gives it so many per cent of a CPU. */
  on(percent?: number): void
  off(): void
}

/** Puts a process into a new control group, which is gone when the lease is: the process has ended by then. */
export function grouped(what: 'freezer' | 'quota', pid: number, lease: Lease): Group {
  const place = find(what)
  if (place === null) throw new Error(`no control group with a ${what}`)
  const { folder, control } = place
  const group = join(folder, `trial-${process.pid}-${pid}`)
  mkdirSync(group)
  const off = () => writeFileSync(join(group, control.file), control.off)
  lease.add(() => until(() => isRemoved(group), `${group} was empty`))
  lease.add(off)
  writeFileSync(join(group, 'cgroup.procs'), String(pid))
  return { on: (percent = 0) => writeFileSync(join(group, control.file), control.on(percent)), off }
}

/** Why there can be no such control group here, or null. */
export function noGroup(what: 'freezer' | 'quota'): string | null {
  return find(what) === null ? `there is no control group with a ${what} that we may make` : null
}

/** The first mounted hierarchy in which a group that we make has the file. */
function find(what: 'freezer' | 'quota'): { folder: string; control: Control } | null {
  const mounted = readFileSync('/proc/self/mounts', 'utf8')
    .split('\n')
    .map(line => line.split(' '))
    .filter(([, , type]) => type === 'cgroup2' || type === 'cgroup')
    .map(([, folder]) => folder ?? '')
  for (const control of what === 'freezer' ? freezers : quotas) {
    const folder = mounted.find(folder => canMake(folder, control.file))
    if (folder !== undefined) return { folder, control }
  }
  return null
}

function canMake(folder: string, file: string): boolean {
  const group = join(folder, `trial-${process.pid}`)
  try {
    mkdirSync(group)
  } catch {
    return false
  }
  const has = existsSync(join(group, file))
  rmdirSync(group)
  return has
}

/** A group can be removed a moment after its last process has gone. */
function isRemoved(group: string): boolean {
  try {
    rmdirSync(group)
    return true
  } catch {
    return !existsSync(group)
  }
}
