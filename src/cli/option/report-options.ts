import { type Command, Option } from 'commander'
import { repeated } from './repeated.ts'

/** Where the results of a test run are kept. */
export interface ResultsOptions {
  /** A new folder for this test run, or with `resume` an existing one. */
  readonly results?: string
  /** A folder of such folders; those already there hold the earlier results that reports show. */
  readonly history?: string
}

/** The options of a command that reports a test run. */
export interface ReportOptions extends ResultsOptions {
  readonly json?: true
  readonly report?: readonly string[]
  readonly open?: true
}

/** Adds the options of `ReportOptions`. */
export function reportOptions(command: Command): Command {
  return jsonOption(command)
    .option(
      '--report <kind=path>',
      'write a report of kind tap, junit, json, jsonl, github or html; path - is stdout; repeatable (docs/reports.md)',
      repeated,
    )
    .option('--open', 'open the page of --report html=PATH in a browser at the end')
    .addOption(resultsOption())
    .option(
      '--history <dir>',
      'keep the results in a new folder below DIR; the HTML page shows earlier results from there',
    )
}

/** Adds `--json`. */
export function jsonOption(command: Command): Command {
  return command.option('--json', 'print one JSON document on stdout')
}

export function resultsOption(): Option {
  return new Option('--results <dir>', 'keep results and journals in this new folder')
}
