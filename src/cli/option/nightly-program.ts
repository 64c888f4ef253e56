import { Argument, type Command } from 'commander'
import type { CiOptions, Engine } from '../command/ci.ts'
import { example } from './example.ts'
import { repeated, selectionOptions } from './options.ts'

/** `ci`: the workflow of a nightly test run. */
export function nightly(root: Command): void {
  const ci = root
    .command('ci')
    .description('print a nightly CI workflow with shards, caches and reports (docs/ci.md)')
    .addArgument(new Argument('<engine>').choices(['github', 'gitlab'] satisfies Engine[]))
    .option(
      '--qemu <qemu>',
      'QEMU to test, as for matrix; repeatable (default: all Debian suites since bullseye)',
      repeated,
    )
    .option('--shards <number>', 'jobs per QEMU', '2')
  selectionOptions(ci)
    .option(
      '--schedule <cron>',
      'when to run, in UTC: minute, hour, day, month, day of the week',
      '17 2 * * *',
    )
    .option('--checkout', 'run from a checkout of chardev-fc instead of the package of this version')
    .option('--output <file>', 'write to this file instead of stdout')
    .addHelpText('after', example('chardev-fc ci github --output .github/workflows/chardev-fc.yml'))
    .action(async (engine: Engine, options: CiOptions) =>
      (await import('../command/ci.ts')).ci(engine, options),
    )
}
