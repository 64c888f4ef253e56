/** The guest device wired to a chardev. */
export interface Frontend {
  /** QEMU's name for the device. */
  readonly name: string
  /** Devices that QEMU must have (`-device help`). */
  readonly needs: readonly string[]
  /** Values of `-device`, in order. The one that is wired to the chardev gets the id. */
  devices(chardevId: string, id: string): readonly string[]
  /** What the guest writes to: a device path, or an I/O port. */
  readonly port: string
  /** Whether `port` is a file in the guest that a writer holds open. */
  readonly isFile: boolean
  /** What the device does, by design, when the host reads no more. */
  readonly whenFull: 'throttles' | 'drops' | 'blocks the guest'
}
