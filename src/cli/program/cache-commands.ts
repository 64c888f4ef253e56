import { type Command, Option } from 'commander'
import { example } from './example.ts'

/** The commands that manage the cache: `image`, `qemu` and `cache`. */
export function cacheCommands(root: Command): void {
  const image = root.command('image').description('manage guest images in the cache')
  image
    .command('build')
    .description("build the guest image from the distribution's packages; needs no root")
    .addOption(
      new Option('--kernel <kernel>', 'host: use the running kernel of this machine').choices(['host']),
    )
    .addHelpText('after', example('chardev-fc image build'))
    .action(async (options: { kernel?: 'host' }) => (await import('../command/image.ts')).build(options))
  image
    .command('list')
    .description('list the images')
    .addHelpText('after', example('chardev-fc image list'))
    .action(async () => (await import('../command/image.ts')).list())
  image
    .command('remove <image>')
    .description('remove an image')
    .addHelpText('after', example('chardev-fc image remove debian-bookworm'))
    .action(async (name: string) => (await import('../command/image.ts')).remove(name))
  image
    .command('export')
    .description('write an image to one file, for machines that cannot build one (docs/guest-image.md)')
    .argument('<file>', 'output file (gzipped tar), overwritten if it exists; - is stdout')
    .option('--name <image>', 'image to export, from `image list` (default: the one that run would use)')
    .addHelpText('after', example('chardev-fc image export guest.tar.gz'))
    .action(async (file: string, options: { name?: string }) =>
      (await import('../command/image.ts')).exportTo(file, options),
    )
  image
    .command('import')
    .description('import an exported image into the cache; replaces an image of the same name')
    .argument('<file>', 'file written by `image export` of the same version; - is stdin')
    .addHelpText('after', example('chardev-fc image import guest.tar.gz'))
    .action(async (file: string) => (await import('../command/image.ts')).importFrom(file))
  const qemu = root.command('qemu').description('manage QEMUs installed into the cache from Debian packages')
  qemu
    .command('install')
    .description('install the QEMU of each Debian suite into the cache; needs no root')
    .argument('<source...>', "debian:SUITE, or native for this machine's release")
    .addHelpText('after', example('chardev-fc qemu install debian:bookworm debian:trixie'))
    .action(async (sources: string[]) => (await import('../command/qemu.ts')).install(sources))
  qemu
    .command('list')
    .description('list the installed QEMUs')
    .addHelpText('after', example('chardev-fc qemu list'))
    .action(async () => (await import('../command/qemu.ts')).list())
  qemu
    .command('remove <label>')
    .description('remove a QEMU')
    .addHelpText('after', example('chardev-fc qemu remove debian-bookworm'))
    .action(async (label: string) => (await import('../command/qemu.ts')).remove(label))
  qemu
    .command('upgrade')
    .description('install the newest packages of installed QEMUs')
    .argument('[label...]', 'labels from `qemu list` (default: all)')
    .addHelpText('after', example('chardev-fc qemu upgrade debian-sid'))
    .action(async (labels: string[]) => (await import('../command/qemu.ts')).upgrade(labels))
  const cache = root.command('cache').description('show and clean the cache')
  cache
    .command('list')
    .description(
      'list the parts of the cache with their sizes; $CHARDEV_FC_SNAPSHOT_LIMIT limits the snapshots',
    )
    .addHelpText('after', example('chardev-fc cache list'))
    .action(async () => (await import('../command/cache.ts')).list())
  cache
    .command('clean')
    .description('remove the parts that a run makes again within seconds, or the named ones')
    .argument('[part...]', 'parts from `cache list`')
    .option('--all', 'remove everything, including images, QEMUs, builds and keys')
    .addHelpText('after', example('chardev-fc cache clean snapshots bisect'))
    .action(async (named: string[], options: { all?: boolean }) =>
      (await import('../command/cache.ts')).clean(named, options),
    )
}
