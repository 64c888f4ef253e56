import type { Observation } from '../../model/contract/observation.ts'
import type { CellName } from '../../model/contract/result.ts'
import { firstLine } from '../../model/errors.ts'
import type { Reporter } from '../../report/reporter.ts'
import { err } from './output.ts'

/** Progress as lines, where they cannot be redrawn. They name the cell if several run at a time. */
export function progressLines(width: number): Reporter {
  const cell = ({ case: id, qemu }: CellName) => (width > 1 ? `${id} on ${qemu.label}: ` : '')
  return { name: 'progress', phase: (name, text) => err.print(`  · ${cell(name)}${text}\n`) }
}

/** The progress line of an observation, if any: phases and cuts always, steps with --verbose. */
export function progressText(observation: Observation, verbose: boolean): string | null {
  if (observation.kind === 'phase' && observation.phase !== 'end') return phaseText[observation.phase]
  if (observation.kind === 'cut') return `cut: ${firstLine(observation.why)}`
  if (!verbose) return null
  if (observation.kind === 'note') return firstLine(observation.text)
  const at = `${(observation.at / 1000).toFixed(1)} s`
  if (observation.kind === 'step' && observation.edge === 'begin') return `${at} ${observation.text}`
  if (observation.kind === 'peer') return `${at} ${observation.peer} ${observation.event}`
  return null
}

const phaseText = {
  boot: 'booting the guest',
  healthy: 'waiting for heartbeats',
  script: 'running the script',
  revive: 'the host reads: checking whether the guest comes back',
} as const
