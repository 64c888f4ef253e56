import { type Command, Option } from 'commander'
import { example } from './example.ts'

/** `image` and `qemu`: what is kept in the cache. */
export function storing(root: Command): void {
  const image = root.command('image').description('guest images in the cache')
  image
    .command('build')
    .description("build the guest image from the distribution's packages, without root")
    .addOption(new Option('--kernel <kernel>', 'host: around the kernel of this machine').choices(['host']))
    .addHelpText('after', example('chardev-fc image build'))
    .action(async (options: { kernel?: 'host' }) => (await import('../command/image.ts')).build(options))
  image
    .command('list')
    .description('the images there are')
    .addHelpText('after', example('chardev-fc image list'))
    .action(async () => (await import('../command/image.ts')).list())
  image
    .command('remove <name>')
    .description('remove an image')
    .addHelpText('after', example('chardev-fc image remove debian-bookworm'))
    .action(async (name: string) => (await import('../command/image.ts')).remove(name))
  image
    .command('export')
    .description('put an image into one file, for a machine that cannot build one (docs/guest-image.md)')
    .argument('<file>', 'a gzipped tar; replaced if it is there; - is stdout')
    .option('--name <name>', 'an image of `image list`; the one that a run would use, unless told')
    .addHelpText('after', example('chardev-fc image export guest.tar.gz'))
    .action(async (file: string, options: { name?: string }) =>
      (await import('../command/image.ts')).exportTo(file, options),
    )
  image
    .command('import')
    .description('bring an exported image into the cache; one of the same name is replaced')
    .argument('<file>', 'what `image export` of the same version made')
    .addHelpText('after', example('chardev-fc image import guest.tar.gz'))
    .action(async (file: string) => (await import('../command/image.ts')).importFrom(file))
  const qemu = root.command('qemu').description("QEMUs installed into the cache from distribution's packages")
  qemu
    .command('install')
    .description('install the QEMUs of Debian suites, without root and beside all others')
    .argument('<source...>', "debian:SUITE, or native for this machine's own release")
    .addHelpText('after', example('chardev-fc qemu install debian:bookworm debian:trixie'))
    .action(async (sources: string[]) => (await import('../command/qemu.ts')).install(sources))
  qemu
    .command('list')
    .description('the QEMUs there are')
    .addHelpText('after', example('chardev-fc qemu list'))
    .action(async () => (await import('../command/qemu.ts')).list())
  qemu
    .command('remove <label>')
    .description('remove a QEMU')
    .addHelpText('after', example('chardev-fc qemu remove debian-bookworm'))
    .action(async (label: string) => (await import('../command/qemu.ts')).remove(label))
}
