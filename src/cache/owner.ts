import { readdirSync, readFileSync, readlinkSync, statfsSync, statSync } from 'node:fs'
import { uptime } from 'node:os'
import { basename, dirname, join } from 'node:path'
import * as s from '../model/contract/schema.ts'
import { InfraError } from '../model/errors.ts'
import { codeOf } from './code-of.ts'
import { readInside } from './inside.ts'
import { statFields } from './proc-stat.ts'

const ownerBytes = 64 * 1024

/** A process of ours that owns a folder. It is identified on all hosts, in all pid namespaces, and after its end. */
export const owner = s.record({
  pid: s.means('As the pid namespace numbers it', s.positive),
  startTime: s.means(
    'Clock ticks since boot at which it started (/proc/PID/stat, field 22)',
    s.matching(/^\d+$/, 'a number of ticks'),
  ),
  bootId: s.means(
    'The running kernel: containers of one host share it',
    s.matching(/^[0-9a-f-]{36}$/, 'a boot id'),
  ),
  pidNamespace: s.maybe(
    'The inode of /proc/PID/ns/pid; versions up to 0.1.0 recorded none',
    s.matching(/^\d*$/, 'a number'),
  ),
})
export type Owner = s.Data<typeof owner>

/** How long after the last change a folder is kept whose owner may live where it cannot be seen: a day. */
const unseenMs = 24 * 60 * 60 * 1000

/**
 * File systems that only one kernel mounts at a time (linux/magic.h; for ZFS and bcachefs their own headers). Others,
 * such as NFS and 9p, may be shared with another host.
 */
const localFileSystems: readonly number[] = [
  ...[0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x2fc12fc1, 0xca451a4e], // ext4, XFS, Btrfs, F2FS, ZFS, bcachefs
  ...[0x01021994, 0x858458f6, 0x794c7630], // tmpfs, ramfs, overlayfs
]

let we: Owner | undefined

/** This process. Throws InfraError where /proc is missing or shows another pid namespace. */
export function ourselves(): Owner {
  if (we !== undefined) return we
  const startTime = startTimeOf(process.pid)
  if (startTime === null || linkTarget('/proc/self') !== String(process.pid))
    throw new InfraError('/proc does not show this process: mount the /proc of its pid namespace')
  const pidNamespace = linkTarget('/proc/self/ns/pid').replace(/\D/g, '')
  we = { pid: process.pid, startTime, bootId: bootId(), pidNamespace }
  return we
}

/**
 * What can be told from here about the owner of `folder`. Where a pid has no meaning, in another pid namespace or on
 * another host, the owner is `unseen`. An owner under another boot id is dead if the file system is not shared and
 * nothing in the folder has changed since this host was booted: the owner was of an earlier boot. (A host's name or
 * machine-id would not prove that: clones of a machine have the same ones. And what is a local disk here may be exported
 * to another host, or to a virtual machine.)
 */
export function fateOf(owner: Owner, folder: string, bootedMs = bootTimeMs()): 'lives' | 'dead' | 'unseen' {
  const { bootId, pidNamespace } = ourselves()
  if (owner.bootId !== bootId) return isLocal(folder) && lastChangeMs(folder) < bootedMs ? 'dead' : 'unseen'
  if (owner.pidNamespace !== pidNamespace) return 'unseen'
  const startTime = startTimeOf(owner.pid)
  if (startTime !== null) return startTime === owner.startTime ? 'lives' : 'dead'
  return isHidden(owner.pid) ? 'unseen' : 'dead'
}

/**
 * Whether a folder may be removed: its owner is dead, or is unseen or unknown and nothing in the folder has changed for
 * a day. (A run writes its journal several times a second.)
 */
export function isAbandoned(owner: Owner | null, folder: string, nowMs = Date.now()): boolean {
  const fate = owner === null ? 'unseen' : fateOf(owner, folder)
  return fate === 'dead' || (fate === 'unseen' && nowMs - lastChangeMs(folder) > unseenMs)
}

/** Who may be using a folder that is locked by the owner in `file`, for a message; null if it is free. */
export function userOf(owner: Owner | null, folder: string, file: string): string | null {
  if (owner === null || isAbandoned(owner, folder)) return null
  const text = `process ${owner.pid}`
  if (fateOf(owner, folder) === 'lives') return text
  return `${text} in another container or on another host (if it has ended, remove ${file})`
}

/** The owner as one word, for file names and environment variables. */
export function ownerName({ bootId, pidNamespace, pid, startTime }: Owner): string {
  return [bootId, pidNamespace, pid, startTime].join('.')
}

/** The owner in a name that begins with `ownerName` and a dot, or null. */
export function ownerIn(name: string): Owner | null {
  const found = /^([0-9a-f-]{36})\.(\d+)\.(\d+)\.(\d+)\./.exec(name)
  if (found === null) return null
  const [, bootId = '', pidNamespace = '', pid, startTime = ''] = found
  return { bootId, pidNamespace, pid: Number(pid), startTime }
}

/**
 * Reads an owner file; null when it is missing or not of this schema. It names what is killed and removed, and may be
 * somebody else's: values that we never write are refused.
 */
export function readOwner<Of extends s.Schema>(file: string, schema: Of): s.Data<Of> | null {
  try {
    const content: unknown = JSON.parse(String(readInside(dirname(file), basename(file), ownerBytes)))
    return s.complaint(schema, content) === null ? (content as s.Data<Of>) : null
  } catch {
    return null
  }
}

/** The boot id of the running kernel. */
export function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
}

function bootTimeMs(): number {
  return Date.now() - uptime() * 1000
}

function startTimeOf(pid: number): string | null {
  return statFields(`/proc/${pid}`)[19] ?? null
}

/** Whether a process exists that /proc does not show: it is another user's, and /proc is mounted with `hidepid`. */
function isHidden(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

function linkTarget(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}

function isLocal(folder: string): boolean {
  try {
    return localFileSystems.includes(statfsSync(folder).type)
  } catch {
    return false
  }
}

/** The time of the last change in a folder, by ctime: unpacking an archive sets old modification times. */
function lastChangeMs(folder: string): number {
  const paths = [folder, ...namesIn(folder).map(name => join(folder, name))]
  return Math.max(...paths.map(changeMs))
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
  } catch {
    return []
  }
}

/** A file that cannot be read counts as just changed. */
function changeMs(path: string): number {
  try {
    return statSync(path).ctimeMs
  } catch {
    return Date.now()
  }
}
