import { Argument, type Command } from 'commander'
import type { CiOptions, Engine } from '../command/ci.ts'
import { example } from './example.ts'
import { repeated, selectionOptions } from './options.ts'

/** `ci`: a nightly test run on somebody else's machines. */
export function nightly(root: Command): void {
  const ci = root
    .command('ci')
    .description('print a nightly workflow for a CI engine, with shards, caches and reports (docs/ci.md)')
    .addArgument(new Argument('<engine>').choices(['github', 'gitlab'] satisfies Engine[]))
    .option(
      '--qemu <qemu>',
      'a QEMU, as matrix takes it on the machines of the engine; repeatable (else all Debian suites since bullseye)',
      repeated,
    )
    .option('--shards <number>', 'jobs for each QEMU', '2')
  selectionOptions(ci)
    .option('--schedule <cron>', 'when, UTC: minute, hour, day, month, day of the week', '17 2 * * *')
    .option(
      '--checkout',
      'for a checkout of chardev-fc itself; else the package of this version is installed',
    )
    .option('--output <file>', 'write it there instead of to stdout')
    .addHelpText('after', example('chardev-fc ci github --output .github/workflows/chardev-fc.yml'))
    .action(async (engine: Engine, options: CiOptions) =>
      (await import('../command/ci.ts')).ci(engine, options),
    )
}
