import type { CellResult } from '../model/result.ts'
import type { Finding } from '../model/verdict.ts'
import type { Reporter } from './reporter.ts'

/** What the document says of the command itself: `tool` is `chardev-fc 0.1.0`, `command` its arguments. */
export interface JsonSettings {
  readonly tool: string
  readonly command: readonly string[]
}

/** Writes exactly one JSON document, at the end, and nothing else: the contract with scripts of others. */
export function json(write: (text: string) => void, { tool, command }: JsonSettings): Reporter {
  return {
    name: 'json',
    end(results) {
      write(`${JSON.stringify({ schema: 1, tool, command, results: results.map(record) }, null, 2)}\n`)
    },
  }
}

/** Names and order of the contract, whatever else a result may carry one day. */
function record(result: CellResult): object {
  const { label, path, version } = result.qemu
  return {
    case: result.case,
    file: result.file,
    qemu: { label, path, version },
    accel: result.accel,
    start: result.start,
    outcome: result.outcome,
    symptom: result.symptom,
    expected: result.expected,
    because: result.because,
    findings: result.findings.map(finding),
    numbers: result.numbers,
    freeze: result.freeze,
    seconds: result.seconds,
    dir: result.dir,
  }
}

function finding({ name, outcome, symptom, because }: Finding): object {
  return { name, outcome, symptom, because }
}
