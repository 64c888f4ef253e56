import { inRange, plainVersion } from '../../model/value/version.ts'
import type { Qemu } from './qemu.ts'

/** What a QEMU printed, on standard output and error together, for each option. */
export interface ProbeAnswers {
  /** `--version` */
  readonly version: string
  /** `-device help` */
  readonly devices: string
  /** `-chardev help` */
  readonly chardevs: string
  /** `-accel help` */
  readonly accelerators: string
  /** QMP's output at the trial start: the chardev backends (since 2.0) and the schema (since 2.5). */
  readonly qmp: string
}

/** The part of `Qemu` that comes from the binary itself. */
export type QemuFacts = Omit<Qemu, 'path' | 'label' | 'identity'>

/** QEMU 1.3 to 1.7 cannot list their chardev backends. Every Linux build has these (qemu-char.c). */
const oldChardevs = [
  ...['file', 'msmouse', 'mux', 'null', 'parallel', 'parport', 'pipe', 'pty'],
  ...['serial', 'socket', 'stdio', 'tty', 'udp', 'vc'],
]

/** Parses the answers of any QEMU from 1.3 on. Null if `--version` is not that of a QEMU system emulator. */
export function readAnswers(answers: ProbeAnswers): QemuFacts | null {
  const versionText = versionLine(answers.version)
  const version = plainVersion(versionText ?? '')
  if (versionText === null || version === null) return null
  const listed = indented(answers.chardevs, /Available chardev backend types:/)
  // -chardev help came with 2.8.
  const chardevs = listed.length > 0 ? listed : backendNames(answers.qmp)
  return {
    version,
    versionText,
    devices: deviceNames(answers.devices),
    chardevs: chardevs.length === 0 ? oldChardevs : chardevs,
    accelerators: accelerators(answers.accelerators),
    // Came with 2.0 (vl.c); older versions exit with "Unknown subargument". 2.1 excludes development versions.
    namesThreads: inRange(version, '>=2.1.0'),
    hasReconnectMs: answers.qmp.includes('"reconnect-ms"'),
  }
}

/** The line of `--version` that names a system emulator, or null (qemu-img prints `qemu-img version`). */
export function versionLine(text: string): string | null {
  const match = /^QEMU (?:PC )?emulator version [^\r\n]{0,200}/m.exec(text)
  // Until 2.9 the copyright is on the same line.
  return match?.[0].replace(/,? Copyright .*$/, '') ?? null
}

/** Whether `-machine help` lists the machine `pc`: only an x86 QEMU does. */
export function hasPc(machines: string): boolean {
  return /^pc\s/m.test(machines)
}

/** Lines such as `name "virtio-net-pci", bus PCI, alias "virtio-net"` on every version, before 3.1 on stderr. */
function deviceNames(text: string): string[] {
  return sorted([...text.matchAll(/\b(?:name|alias) "([^"]+)"/g)].map(match => match[1] ?? ''))
}

/** The indented words after a heading. */
function indented(text: string, heading: RegExp): string[] {
  const start = heading.exec(text)
  const list = start === null ? '' : text.slice(start.index + start[0].length)
  return sorted([...list.matchAll(/^[ \t]+(\S+)[ \t]*$/gm)].map(match => match[1] ?? ''))
}

/** From the answer to query-chardev-backends: a list of objects that have only a name. */
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
