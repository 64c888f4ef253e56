import type { Observation } from '../../model/contract/observation.ts'
import type { CellName } from '../../model/contract/result.ts'
import { firstLine } from '../../model/errors.ts'
import { escaped } from '../../report/escaped.ts'
import type { Reporter } from '../../report/reporter.ts'

/** Plain lines, where progress cannot be shown in place; which cell is said when there are several at a time. */
export function progressLines(width: number): Reporter {
  const who = ({ case: id, qemu }: CellName) => (width > 1 ? `${id} on ${escaped(qemu.label)}: ` : '')
  return { name: 'progress', phase: (name, text) => process.stderr.write(`  · ${who(name)}${text}\n`) }
}

/** What of an observation is told while it runs: phases always, steps when asked for. */
export function progressText(observation: Observation, verbose: boolean): string | null {
  if (observation.kind === 'phase' && observation.phase !== 'end') return phaseText[observation.phase]
  if (observation.kind === 'cut') return `cut: ${firstLine(observation.why)}`
  if (!verbose) return null
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
