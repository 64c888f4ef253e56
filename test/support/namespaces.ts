import { accessSync, constants } from 'node:fs'
import type { Mirror } from './mirror.ts'

/**
 * The command to run another one where the machine's apt knows only this mirror, and no proxy on the way to it; needs user
 * namespaces.
 */
export function withMirror({ root }: Mirror): string[] {
  const script = `echo 'Acquire::http::Proxy::127.0.0.1 "DIRECT";' >"$0/direct"
    mount --bind "$0/etc/apt" /etc/apt
    mount --bind "$0/etc/os-release" /etc/os-release
    APT_CONFIG=$0/direct exec "$@"`
  return ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-ec', script, root]
}

/**
 * The command to run another one where there is a /dev/kvm that can be opened: for an own QEMU that plays a trial. Null
 * where there is none and only root could make one.
 */
export function withKvmDevice(): string[] | null {
  try {
    accessSync('/dev/kvm', constants.R_OK | constants.W_OK)
    return []
  } catch {
    return process.getuid?.() === 0 ? ['unshare', '--mount', 'sh', '-ec', kvmScript, 'sh'] : null
  }
}

/** A /dev of its own with the usual devices, and one for KVM (10, 232 in the kernel's devices.txt). */
const kvmScript = `mount -t tmpfs -o mode=755 none /mnt
for name in null zero full random urandom tty; do
  mknod -m 666 /mnt/$name c $(stat -c '0x%t 0x%T' /dev/$name)
done
mknod -m 666 /mnt/kvm c 10 232
ln -s /proc/self/fd /mnt/fd
ln -s pts/ptmx /mnt/ptmx
mkdir /mnt/pts
mount --bind /dev/pts /mnt/pts
mount --move /mnt /dev
exec "$@"`
