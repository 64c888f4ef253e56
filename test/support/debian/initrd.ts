import { readFile } from 'node:fs/promises'
import { writeCpio } from '../../../images/image/cpio.ts'
import { loadOrder } from '../../../images/image/kernel-modules.ts'

const init = `#!/busybox sh
/busybox mount -t devtmpfs dev /dev
while read -r module; do /busybox insmod "/$module"; done < /load-order
until [ -b /dev/vda1 ]; do /busybox sleep 0.05; done
/busybox mount -t ext4 /dev/vda1 /root
/busybox mount --move /dev /root/dev
exec /busybox switch_root /root /sbin/init
`

/** An initramfs that finds the disk and goes on from there. `modules`: lib/modules/VERSION. */
export async function debianInitrd(modules: string, busybox: string, scratch: string): Promise<Buffer> {
  const wanted = ['virtio_pci', 'virtio_blk']
  const order = await loadOrder({ dir: modules, busybox, scratch, wanted })
  const file = (path: string, content: Buffer | string) =>
    ({ kind: 'file', path, mode: 0o755, content: Buffer.from(content) }) as const
  return writeCpio([
    ...['dev', 'root'].map(path => ({ kind: 'directory', path, mode: 0o755 }) as const),
    { kind: 'character', path: 'dev/console', mode: 0o600, major: 5, minor: 1 },
    file('init', init),
    file('busybox', await readFile(busybox)),
    file('load-order', order.map(({ name }) => `${name}.ko\n`).join('')),
    ...order.map(({ name, content }) => file(`${name}.ko`, content)),
  ])
}
