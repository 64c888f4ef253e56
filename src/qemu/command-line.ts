import { quoted } from '../model/value/option-text.ts'
import { shellWord } from '../model/value/shell-word.ts'
import { inRange } from '../model/value/version.ts'

/** What the machine boots from. */
export type Boot =
  | { readonly kind: 'kernel'; readonly kernel: string; readonly initrd: string; readonly append: string }
  /** A disk image with a boot loader. Without `format`, QEMU detects the format. */
  | { readonly kind: 'disk'; readonly file: string; readonly format?: string }

/** A guest's machine, with the paths and ports that it uses on the host. */
export interface Machine {
  /** QEMU's version: plain `x.y.z`. */
  readonly version: string
  readonly accel: 'kvm' | 'tcg'
  readonly memoryBytes: number
  readonly boot: Boot
  /** The file behind the guest's ttyS0. */
  readonly console: string
  /** The file behind the guest's ttyS1. */
  readonly beats: string
  /** QMP's UNIX socket, at most 107 bytes. */
  readonly qmp: string
  /** The port on 127.0.0.1 that is forwarded to the guest's sshd. */
  readonly sshPort: number
  /** The port that the guest's sshd listens on. */
  readonly sshdPort: number
  /** The arguments for the chardev: `-chardev …`, and objects that it refers to. */
  readonly chardev: readonly string[]
  /** Values of `-device`, in order. */
  readonly devices: readonly string[]
  /** A reset reboots the guest; otherwise it ends QEMU. */
  readonly resets?: boolean
  /** A file that backs the guest's memory. `isShared`: the guest's writes go to the file. Since 5.0. */
  readonly ram?: { readonly file: string; readonly isShared: boolean } | undefined
  /** Where a saved state comes from (`-incoming`); `defer`: QMP will say. */
  readonly incoming?: string | undefined
  /** Whether to name the threads (`Qemu.namesThreads`). */
  readonly namesThreads?: boolean
}

/**
 * QEMU's arguments for a machine, without the program. Nothing here is newer than QEMU 1.3: `-machine accel=` instead of
 * `-accel` (2.9), `-netdev` instead of `-nic` (2.12). `server=on,wait=off` parses on 1.4 already. There is no `-cpu`:
 * the default of `pc` (qemu64) exists on every version and boots under both accelerators, while `-cpu host` fails on
 * features that a nested KVM lacks.
 */
export function commandLine(machine: Machine): string[] {
  const restriction = canRestrict(machine.version) ? 'restrict=on,' : ''
  const forwarding = `tcp:127.0.0.1:${machine.sshPort}-:${machine.sshdPort}`
  return [
    ...(machine.namesThreads === true ? ['-name', 'guest,debug-threads=on'] : []),
    ...ramFile(machine),
    ...['-machine', `pc,accel=${machine.accel}${machine.ram === undefined ? '' : ',memory-backend=ram'}`],
    ...['-m', memory(machine.memoryBytes)],
    ...['-smp', '1'],
    ...['-nodefaults', '-display', 'none', ...(machine.resets === true ? [] : ['-no-reboot'])],
    // `file:` takes the rest of the word as the path: a comma in it must not be doubled (qemu_chr_parse_compat; on 5.2,
    // 7.2, 10.0 and 11.1 a doubled one names another file).
    ...['-serial', `file:${machine.console}`, '-serial', `file:${machine.beats}`],
    ...['-qmp', `unix:${pathOption(machine.qmp)},server=on,wait=off`],
    ...['-netdev', `user,id=n0,${restriction}hostfwd=${forwarding}`],
    ...['-device', 'virtio-net-pci,netdev=n0,romfile='],
    ...machine.chardev,
    ...machine.devices.flatMap(device => ['-device', device]),
    ...bootFrom(machine.boot),
    ...(machine.incoming === undefined ? [] : ['-incoming', machine.incoming]),
  ]
}

/** With a `=` before the first comma, the first option has its name in front (opts_do_parse in util/qemu-option.c). */
function pathOption(path: string): string {
  return `${path.includes('=') ? 'path=' : ''}${quoted(path)}`
}

/** Before 1.6.0 a restricted guest cannot answer over TCP, so `hostfwd` does not work (fixed by b5a87d26e8). */
export function canRestrict(version: string): boolean {
  return !inRange(version, '<1.6.0')
}

function ramFile({ ram, memoryBytes }: Machine): string[] {
  if (ram === undefined) return []
  const share = ram.isShared ? 'on' : 'off'
  const path = quoted(ram.file)
  return ['-object', `memory-backend-file,id=ram,size=${memory(memoryBytes)},mem-path=${path},share=${share}`]
}

function bootFrom(boot: Boot): string[] {
  if (boot.kind === 'kernel') return ['-kernel', boot.kernel, '-initrd', boot.initrd, '-append', boot.append]
  const format = boot.format === undefined ? '' : `,format=${boot.format}`
  // With -snapshot, writes go to a temporary file that QEMU unlinks at once. Boot loaders may need a screen.
  return ['-snapshot', '-drive', `file=${quoted(boot.file)},if=virtio${format}`, '-vga', 'std']
}

/**
 * A command (program first) as text for a POSIX shell: words quoted by `quote`, one option with its value per line, lines
 * joined by backslashes.
 */
export function shellText(argv: readonly string[], quote: (word: string) => string = shellWord): string {
  const lines: string[][] = []
  for (const word of argv) {
    const line = lines.at(-1)
    if (line === undefined || word.startsWith('-')) lines.push([quote(word)])
    else line.push(quote(word))
  }
  return lines.map(words => words.join(' ')).join(' \\\n  ')
}

/** Every version reads a bare number as MiB and knows the suffixes K and M. */
function memory(bytes: number): string {
  return bytes % 1024 ** 2 === 0 ? `${bytes / 1024 ** 2}M` : `${Math.ceil(bytes / 1024)}K`
}
