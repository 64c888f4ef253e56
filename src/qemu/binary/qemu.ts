/** What is known of one QEMU binary. Plain data: it is kept as JSON between runs. */
export interface Qemu {
  /** Absolute, as the person named it (symbolic links are not followed). */
  readonly path: string
  /** For reports: `7.2.22 Debian`, or what the caller called it. */
  readonly label: string
  /** Plain `x.y.z`. */
  readonly version: string
  /** The first line of `--version`. */
  readonly versionText: string
  /** Of exactly this binary: changes when the file does. For keys of caches and snapshots. */
  readonly identity: string
  /** Names and aliases from `-device help`, sorted. */
  readonly devices: readonly string[]
  /** Names from `-chardev help`, before 2.8 from QMP; before 2.0 no list is to be had: what every Linux build has. Sorted. */
  readonly chardevs: readonly string[]
  /** From `-accel help`; null before 2.9, which cannot tell. */
  readonly accelerators: readonly string[] | null
  /** Whether `-name …,debug-threads=on` is understood. */
  readonly namesThreads: boolean
  /** Whether client sockets have `reconnect-ms=` (QMP's schema says so since 9.2). */
  readonly hasReconnectMs: boolean
}
