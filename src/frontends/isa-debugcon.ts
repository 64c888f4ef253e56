import type { Frontend } from '../model/frontend.ts'

/**
 * QEMU's debug console on an I/O port. It writes each byte with a blocking write while it holds the big lock
 * (hw/char/debugcon.c: "XXX this blocks entire thread"), so a host that does not read stops the whole guest,
 * on every QEMU there is.
 */
export function isaDebugcon({ iobase }: { readonly iobase: number }): Frontend {
  const port = `0x${iobase.toString(16)}`
  return {
    name: 'isa-debugcon',
    needs: ['isa-debugcon'],
    devices: (chardev, id) => [`isa-debugcon,iobase=${port},chardev=${chardev},id=${id}`],
    port,
    isFile: false,
    whenFull: 'blocks the guest',
  }
}
