import type { Frontend } from '../model/case/frontend.ts'

/**
 * QEMU's debug console on an I/O port. It writes each byte with a blocking write while it holds the big lock
 * (hw/char/debugcon.c: "XXX this blocks entire thread"), so a host that does not read stops the whole guest. From 1.5 to
 * 2.7 the write did not block, and QEMU dropped what the host did not read (commit 6ab3fc32ea).
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
