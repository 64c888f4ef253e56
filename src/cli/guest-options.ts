/** How a command that boots guests is told which. */
export interface GuestOptions {
  readonly qemu?: string
  readonly accel: 'auto' | 'kvm' | 'tcg'
  readonly memory: string
  readonly kernel?: string
  readonly initrd?: string
}
