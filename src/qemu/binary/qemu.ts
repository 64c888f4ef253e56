/** What is known about one QEMU binary. Plain data, cached as JSON between runs. */
export interface Qemu {
  /** Absolute, as the user named it (symbolic links are not followed). */
  readonly path: string
  /** For reports: `7.2.22 Debian`, or a label that the caller chose. */
  readonly label: string
  /** Plain `x.y.z`. */
  readonly version: string
  /** The first line of `--version`. */
  readonly versionText: string
  /** Changes when the file does. Part of the keys of caches and snapshots. */
  readonly identity: string
  /** Names and aliases from `-device help`, sorted. */
  readonly devices: readonly string[]
  /** Names from `-chardev help`, before 2.8 from QMP, before 2.0 those of every Linux build. Sorted. */
  readonly chardevs: readonly string[]
  /** From `-accel help`; null before 2.9, which lacks it. */
  readonly accelerators: readonly string[] | null
  /** Whether `-name …,debug-threads=on` is understood. */
  readonly namesThreads: boolean
  /** Whether client sockets have `reconnect-ms=` (in QMP's schema since 9.2). */
  readonly hasReconnectMs: boolean
}
