import { inRange, plainVersion } from '../../model/value/version.ts'
import type { Qemu } from './qemu.ts'

/** What a QEMU printed, standard output and error together, when it was asked for its lists. */
export interface ProbeAnswers {
  /** `--version` */
  readonly version: string
  /** `-device help` */
  readonly devices: string
  /** `-chardev help` */
  readonly chardevs: string
  /** `-accel help` */
  readonly accelerators: string
  /** What QMP said at the trial start: its chardev backends (since 2.0) and its schema (since 2.5). */
  readonly qmp: string
}

/** The part of `Qemu` that the binary itself tells. */
export type QemuFacts = Omit<Qemu, 'path' | 'label' | 'identity'>

/**
 * QEMU 1.3 to 1.7 list their chardev backends nowhere. These stood in the backend table of every Linux build
 * (qemu-char.c).
 */
const oldChardevs = [
  ...['file', 'msmouse', 'mux', 'null', 'parallel', 'parport', 'pipe', 'pty'],
  ...['serial', 'socket', 'stdio', 'tty', 'udp', 'vc'],
]

/** Reads the answers of any QEMU from 1.3 on; null if `--version` is not that of a QEMU system emulator. */
export function readAnswers(answers: ProbeAnswers): QemuFacts | null {
  const versionText = versionLine(answers.version)
  const version = plainVersion(versionText ?? '')
  if (versionText === null || version === null) return null
  const listed = indented(answers.chardevs, /Available chardev backend types:/)
  // Up to 2.7 there is no -chardev help.
  const chardevs = listed.length > 0 ? listed : backendNames(answers.qmp)
  return {
    version,
    versionText,
    devices: deviceNames(answers.devices),
    chardevs: chardevs.length === 0 ? oldChardevs : chardevs,
    accelerators: accelerators(answers.accelerators),
    // Came with 2.0 (vl.c); older ones end with "Unknown subargument". 2.1 leaves out development versions.
    namesThreads: inRange(version, '>=2.1.0'),
    hasReconnectMs: answers.qmp.includes('"reconnect-ms"'),
  }
}

/** The line of `--version` that names a system emulator, or null (qemu-img and qemu-user say `qemu-img version`). */
export function versionLine(text: string): string | null {
  const match = /^QEMU (?:PC )?emulator version [^\r\n]*/m.exec(text)
  // Until 2.9 the copyright stands on the same line.
  return match?.[0].replace(/,? Copyright .*$/, '') ?? null
}

/** Whether `-machine help` lists the machine `pc`: only an x86 QEMU does. */
export function hasPc(machines: string): boolean {
  return /^pc\s/m.test(machines)
}

/** `name "virtio-net-pci", bus PCI, alias "virtio-net"`: so on every version, before 3.1 on stderr. */
function deviceNames(text: string): string[] {
  return sorted([...text.matchAll(/\b(?:name|alias) "([^"]+)"/g)].map(match => match[1] ?? ''))
}

/** The indented words after a heading. */
function indented(text: string, heading: RegExp): string[] {
  const start = heading.exec(text)
  const list = start === null ? '' : text.slice(start.index + start[0].length)
  return sorted([...list.matchAll(/^[ \t]+(\S+)[ \t]*$/gm)].map(match => match[1] ?? ''))
}

/** The answer to query-chardev-backends: a list of names, and nothing else in it. */
function backendNames(qmp: string): string[] {
  const list = /^\{"return": \[(\{"name": "[^"]+"\}(, )?)+\]/m.exec(qmp)?.[0] ?? ''
  return sorted([...list.matchAll(/"name": "([^"]+)"/g)].map(match => match[1] ?? ''))
}

function accelerators(text: string): string[] | null {
  const list = /supported in QEMU binary:\r?\n((?:[a-z0-9_-]+\r?\n?)+)/.exec(text)?.[1]
  return list === undefined ? null : list.trim().split(/\s+/)
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort()
}
