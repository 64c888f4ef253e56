import type { Command } from 'commander'
import { repeated } from './repeated.ts'
import { reportKinds } from './report-kinds.ts'

/** The options of a command that reports a test run. */
export interface ReportOptions {
  /** A new folder for this test run, or with `resume` an existing one. */
  readonly results?: string
  /** A folder of such folders; those already there hold the earlier results that reports show. */
  readonly history?: string
  readonly json?: true
  readonly report?: readonly string[]
  readonly open?: true
  /** Where the pages of `chardev-fc docs` are. */
  readonly docs?: string
}

/** Adds the options of `ReportOptions`. */
export function reportOptions(command: Command): Command {
  reportOption(jsonOption(command), reportKinds, ' (docs/reports.md)')
    .option('--open', 'open the page of --report html=PATH in a browser at the end')
    .option(
      '--docs <url>',
      'link the page of --report html to the pages that `chardev-fc docs` wrote: a URL, or a path relative to the page',
    )
  return resultsOption(command).option(
    '--history <dir>',
    'keep the results in a new folder below DIR; the HTML page shows earlier results from there',
  )
}

/** Adds `--report`. */
export function reportOption(command: Command, kinds: readonly string[], more = ''): Command {
  const about = `write a report (${kinds.join(', ')}); path - is stdout; repeatable${more}`
  return command.option('--report <kind=path>', about, repeated)
}

/** Adds `--json`. */
export function jsonOption(command: Command): Command {
  return command.option('--json', 'print one JSON document on stdout')
}

/** Adds `--results`. */
export function resultsOption(command: Command): Command {
  return command.option('--results <dir>', 'keep results and journals in this new folder')
}
