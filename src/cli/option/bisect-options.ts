import type { Command } from 'commander'
import type { BisectOutput } from '../bisect/bisect-reports.ts'
import type { GuestOptions } from './guest-options.ts'
import { repeated } from './repeated.ts'
import { bisectReportKinds } from './report-kinds.ts'
import { jsonOption, reportOption } from './report-options.ts'
import { asDocumentedOption, coldOption } from './run-options.ts'

/** The options of `bisect`. */
export interface BisectOptions extends GuestOptions, BisectOutput {
  readonly good?: string
  readonly bad?: string
  readonly old?: string
  readonly new?: string
  readonly findFix?: true
  readonly repo: string
  readonly build?: string
  readonly binary?: string
  readonly buildLimit: string
  readonly cacheSize: string
  readonly firstParent?: true
  readonly inOrder?: true
  readonly symptom?: string
  readonly errorBound: string
  readonly maxRuns: string
  readonly maxBuilds?: string
  readonly known?: true
  readonly timeout: string
  readonly asDocumented?: true
  readonly cold?: true
}

/** Adds the options of a bisection of a git history. */
export function historyOptions(command: Command): void {
  command
    .option('--good <rev>', 'a commit without the bug')
    .option('--bad <rev>', 'a later commit with the bug')
    .option(
      '--old <rev>',
      'instead of --good and --bad: the older end; the verdicts decide which has the bug',
    )
    .option('--new <rev>', 'the newer end')
    .option('--find-fix', 'find the commit that fixed the bug: --bad is older than --good')
    .option('--repo <path>', 'the git repository; its checkout is not touched', '.')
    .option('--build <command>', 'build a revision; run by sh in a separate work tree')
    .option('--binary <path>', 'the QEMU that the build makes, relative to the root of the work tree')
    .option('--build-limit <duration>', 'time limit of one build', '60 min')
    .option('--cache-size <size>', 'size limit of the cache of built QEMUs', '8 GiB')
    .option('--first-parent', 'follow only the first parent of merge commits')
}

/** Adds the options of a bisection over a list of QEMUs. */
export function listOptions(command: Command): void {
  command
    .option(
      '--qemu <qemu>',
      'bisect over a list: a path, a label of chardev-fc qemu list, or debian:SUITE; repeatable',
      repeated,
    )
    .option('--in-order', 'the list is oldest first; do not sort it by version')
}

/** Adds how a change is searched for, and how a case is run. */
export function searchOptions(command: Command): Command {
  command
    .option('--symptom <symptom>', 'look only for where this symptom begins or ends (default: every change)')
    .option('--error-bound <percent>', 'allowed chance of a wrong answer', '1%')
    .option('--max-runs <number>', 'maximum number of runs of one revision', '60')
    .option('--max-builds <number>', 'stop after that many builds, and print what is known')
    .option('--timeout <duration>', 'time limit of one run, at most 30 min', '120s')
  return coldOption(asDocumentedOption(command))
}

/** Adds the options of `BisectOutput`. */
export function outputOptions(command: Command): Command {
  return reportOption(jsonOption(command), bisectReportKinds)
}
