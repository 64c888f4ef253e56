import { Command, Option } from 'commander'
import { bisecting } from './bisect-program.ts'
import type { GuestOptions, MatrixFlags, MergeFlags, RunFlags } from './guest-options.ts'
import { diskOptions, guestOptions, matrixOptions, playOptions, reportOptions } from './options.ts'
import type { ShowOptions } from './show.ts'
import { version } from './tool.ts'

const ourGuest = 'chardev-fc run unix-server --qemu /usr/bin/qemu-system-x86_64 --keep'
const ownGuest = 'chardev-fc run unix-server --image f14.qcow2 --ssh-user root --ssh-key ~/.ssh/guest'

const manyQemus =
  "chardev-fc matrix --qemu debian:bookworm --qemu debian:sid --qemu '~/qemu/build-*/qemu-system-x86_64'"

type Ends = (code: number) => void

/**
 * The command line of chardev-fc. Every action is loaded only when it is called: `--version` and `--help`
 * must not wait for ssh2 or a case.
 */
export function program(ends: Ends): Command {
  const root = new Command('chardev-fc')
    .description('Reproduces QEMU chardev flow-control scenarios on real guests, and says what happened.')
    .version(version)
    .exitOverride()
    .showHelpAfterError('(chardev-fc --help shows what there is)')
    .helpCommand(false)
  playing(root, ends)
  bisecting(root, ends)
  looking(root, ends)
  storing(root)
  root.addHelpText(
    'after',
    example('chardev-fc run unix-server --qemu ./build/qemu-system-x86_64', '') +
      '\nExit codes: 0 all as expected, 1 something unexpected, 2 something inconclusive, 64 usage,\n' +
      '69 our own trouble, 130 interrupted.\n',
  )
  return root
}

function playing(root: Command, ends: Ends): void {
  playOptions(root.command('run'))
    .description('play cases on a real guest and print the verdicts')
    .option(
      '--bisect-exit',
      'exit as git bisect run wants it: 0 good, 1 bad, 125 untestable (docs/bisect.md)',
    )
    .option('--symptom <symptom>', '  only this symptom is bad, another is untestable')
    .addHelpText('after', example(`${ourGuest}\n  $ ${ownGuest}`))
    .action(async (cases: string[], options: GuestOptions & RunFlags) =>
      ends(await (await import('./bisect-exit.ts')).runOrBisect(cases, options, process.argv.slice(2))),
    )
  matrixOptions(playOptions(root.command('matrix')))
    .description(
      'play cases × QEMUs, all cases unless some are named, and show them as a grid (docs/matrix.md)',
    )
    .addHelpText('after', example(manyQemus))
    .action(async (cases: string[], options: GuestOptions & MatrixFlags) =>
      ends(await (await import('./matrix.ts')).matrix(cases, options, process.argv.slice(2))),
    )
  guestOptions(root.command('shell'))
    .description('boot a guest with a chardev to play with, and open a shell in it')
    .addHelpText('after', example('chardev-fc shell --memory 512M'))
    .action(async (options: GuestOptions) => ends(await (await import('./shell.ts')).shell(options)))
}

function looking(root: Command, ends: Ends): void {
  root
    .command('list')
    .description('the cases')
    .option('--json', 'print one JSON document on stdout')
    .addHelpText('after', example('chardev-fc list'))
    .action(async (options: { json?: true }) => (await import('./list.ts')).list(options))
  const show = root
    .command('show')
    .description('a case as commands to type, as the wiki page would write it, or as one script')
    .argument('<case>', 'its id, or a file of your own')
    .option('--script', 'one shell script that plays it by itself and ends with its own verdict')
    .option('--qemu <path>', 'the QEMU to name', 'qemu-system-x86_64')
    .addOption(new Option('--accel <accel>', 'accelerator').choices(['kvm', 'tcg']).default('kvm'))
    .option('--as-documented', "the page's loops at the page's own pace")
  diskOptions(show)
    .addHelpText('after', example('chardev-fc show unix-server --script --accel tcg > reproduce.sh'))
    .action(async (id: string, options: ShowOptions) => (await import('./show.ts')).show(id, options))
  reportOptions(root.command('merge'))
    .description('join the results of shards, and report them as if they had been played at once')
    .argument('<dir...>', 'folders of --results')
    .addHelpText('after', example('chardev-fc merge shard-* --results all --report html=page.html'))
    .action(async (folders: string[], options: MergeFlags) =>
      ends((await import('./merge.ts')).merge(folders, options, process.argv.slice(2))),
    )
  root
    .command('diff')
    .description('two results side by side: what changed, with numbers; 0 nothing did, 1 something')
    .argument('<before>', 'a folder of --results, or a file of --json')
    .argument('<after>', 'another; where each has one QEMU, these are compared')
    .option('--json', 'print one JSON document on stdout')
    .addHelpText('after', example('chardev-fc diff yesterday today'))
    .action(async (before: string, after: string, options: { json?: true }) =>
      ends((await import('./diff.ts')).diff([before, after], options, process.argv.slice(2))),
    )
  root
    .command('judge')
    .description('judge again what a kept run observed; needs no QEMU')
    .argument('<run-dir>')
    .option('--json', 'print one JSON document on stdout')
    .addHelpText('after', example('chardev-fc judge ~/.local/state/chardev-fc/runs/unix-server-Ab12Cd'))
    .action(async (directory: string, options: { json?: true }) =>
      ends(await (await import('./judge.ts')).judge(directory, options, process.argv.slice(2))),
    )
  root
    .command('doctor')
    .description('what works on this machine, and what to do about the rest')
    .addHelpText('after', example('chardev-fc doctor'))
    .action(async () => ends(await (await import('./doctor.ts')).doctor()))
}

function storing(root: Command): void {
  const image = root.command('image').description('guest images in the cache')
  image
    .command('build')
    .description("build the guest image from the distribution's packages, without root")
    .addOption(new Option('--kernel <kernel>', 'host: around the kernel of this machine').choices(['host']))
    .addHelpText('after', example('chardev-fc image build'))
    .action(async (options: { kernel?: 'host' }) => (await import('./image.ts')).build(options))
  image
    .command('list')
    .description('the images there are')
    .addHelpText('after', example('chardev-fc image list'))
    .action(async () => (await import('./image.ts')).list())
  image
    .command('remove')
    .description('remove an image')
    .argument('<name>')
    .addHelpText('after', example('chardev-fc image remove debian-bookworm'))
    .action(async (name: string) => (await import('./image.ts')).remove(name))
  const qemu = root.command('qemu').description("QEMUs installed into the cache from distribution's packages")
  qemu
    .command('install')
    .description('install the QEMU of a Debian suite, without root and beside all others')
    .argument('<source>', "debian:SUITE, or native for this machine's own release")
    .addHelpText('after', example('chardev-fc qemu install debian:bookworm'))
    .action(async (source: string) => (await import('./qemu.ts')).install(source))
  qemu
    .command('list')
    .description('the QEMUs there are')
    .addHelpText('after', example('chardev-fc qemu list'))
    .action(async () => (await import('./qemu.ts')).list())
  qemu
    .command('remove')
    .description('remove a QEMU')
    .argument('<label>')
    .addHelpText('after', example('chardev-fc qemu remove debian-bookworm'))
    .action(async (label: string) => (await import('./qemu.ts')).remove(label))
}

function example(line: string, indent = '\n'): string {
  return `${indent}\nExample:\n  $ ${line}\n`
}
