/** A folder of the cache. */
interface Part {
  readonly holds: string
  /** The next run makes it again within seconds. */
  readonly isRenewed?: true
}

/** The folders of the cache, by name. */
export const cacheParts: Readonly<Record<string, Part>> = {
  images: { holds: 'guest images (image list, image remove)' },
  qemu: { holds: "QEMUs from Debian's packages (qemu list, qemu remove)" },
  snapshots: { holds: 'booted guests', isRenewed: true },
  boot: { holds: 'initramfs images with the keys of this installation', isRenewed: true },
  probes: { holds: 'what each QEMU answered about itself', isRenewed: true },
  accelerators: { holds: 'whether KVM works, for each QEMU', isRenewed: true },
  bisect: { holds: 'QEMUs compiled by bisect (bisect --cache-size), and its ccache' },
  identity: { holds: 'the keys of this installation' },
  tmp: { holds: 'unfinished work', isRenewed: true },
  browsers: { holds: 'the Chromium of our tests' },
  programs: { holds: 'programs that our tests need and this machine lacks' },
  disks: { holds: 'the disk of our long tests' },
}
