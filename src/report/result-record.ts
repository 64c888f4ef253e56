import type { CellResult } from '../model/result.ts'
import type { Finding } from '../model/verdict.ts'

/** A result as scripts of others get it (docs/results.schema.json): names and order of the contract, and no more. */
export function resultRecord(result: CellResult): object {
  const { label, path, version } = result.qemu
  return {
    case: result.case,
    file: result.file,
    qemu: { label, path, version },
    accel: result.accel,
    start: result.start,
    repeat: result.repeat,
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
