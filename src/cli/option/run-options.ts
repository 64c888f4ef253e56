import type { Command } from 'commander'
import { machineOptions, qemuOption } from './guest-options.ts'
import { repeated } from './repeated.ts'
import { type ReportOptions, reportOptions } from './report-options.ts'

/** The options of `run` and `matrix`, besides those of `GuestOptions`. */
export interface RunOptions extends ReportOptions {
  readonly all?: true
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly lastFailed?: true
  readonly timeout: string
  readonly keep?: true
  readonly verbose?: true
  readonly cold?: true
  readonly jobs?: string
  readonly asDocumented?: true
  readonly durations?: string
  readonly repeat?: string
  readonly retryInconclusive?: string
  readonly failFast?: true
  readonly shard?: string
  /** Continues the test run in `results`, if there is one. */
  readonly resume?: true
}

/** The options of `run` alone, which make it a command for `git bisect run`. */
export interface BisectExitOptions {
  readonly bisectExit?: true
  readonly symptom?: string
}

/** Adds the case argument, and the options of `GuestOptions` and `RunOptions`. */
export function runOptions(command: Command): Command {
  casesArgument(command).option('--all', 'all cases')
  selectionOptions(command).option(
    '--last-failed',
    'run only the cases that were unexpected, or had no verdict, in the last test run',
  )
  poolOptions(machineOptions(qemuOption(command)))
  resumeOption(repeatOption(command))
    .option('--retry-inconclusive <n>', 'retry inconclusive cells up to N times')
    .option('--fail-fast', 'start no further cell after an unexpected result')
    .option('--shard <i/n>', 'run only the i-th of n parts of the matrix; chardev-fc merge joins the results')
  asDocumentedOption(command)
    .option('--keep', 'keep the run directory even if the outcome is as expected')
    .option('--verbose', 'print each step as it happens')
    .option('--durations <n>', 'print the N slowest cells at the end')
  return reportOptions(command)
}

/** Adds the arguments that name cases. */
export function casesArgument(command: Command): Command {
  return command.argument(
    '[case...]',
    'case ids (see chardev-fc list) or paths of case files (docs/adding-a-case.md)',
  )
}

/** Adds how many guests run at a time, how they start, and for how long they run. */
export function poolOptions(command: Command): Command {
  return coldOption(
    command
      .option('--timeout <duration>', 'time limit for the script of one case, at most 30 min', '120s')
      .option('-j, --jobs <number>', 'guests to run at a time (default: by cores and free memory)'),
  )
}

/** Adds `--cold`. */
export function coldOption(command: Command): Command {
  return command.option('--cold', 'boot every guest instead of restoring a snapshot')
}

/** Adds `--as-documented`. */
export function asDocumentedOption(command: Command): Command {
  return command.option('--as-documented', "use the wiki page's one-second pauses instead of shortened ones")
}

/** Adds `--repeat`. */
export function repeatOption(command: Command): Command {
  return command.option('--repeat <n>', 'run each cell N times; the worst result counts')
}

/** Adds `--resume`. */
export function resumeOption(command: Command): Command {
  return command.option(
    '--resume',
    'continue the interrupted test run in --results; start it if there is none',
  )
}

/** Adds the options that select cases by id. */
export function selectionOptions(command: Command): Command {
  return command
    .option('--only <pattern>', "run only cases whose id matches, e.g. 'unix-*'; repeatable", repeated)
    .option('--skip <pattern>', 'leave out cases whose id matches; repeatable', repeated)
}
