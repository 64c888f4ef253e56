import type { Observation } from '../../src/model/contract/observation.ts'

/** A step as the printed script says it, and as a journal has it. A row of the host's verbs is one step of the script. */
const steps: readonly (readonly [said: RegExp, step: string])[] = [
  [/^== The host .*\bopens the chardev/, 'host opens the chardev'],
  [/^== The host .*\breads (?:until|all)\b/, 'peer1 reads'],
  [/^== The host reads nothing until/, 'host idles until stalled'],
  [/^== The host sends until/, 'host idles until unsent'],
  [/^== The host idles until/, 'host idles'],
  [/^== In the guest: (?!job\d+ ends)/, 'guest starts $&'],
]

/** What the journal of a run has where a script that plays the same case says this line. */
export function observationsAt(line: string, at: number): Observation[] {
  if (/^(?:PASS|FAIL|INCONCLUSIVE)\b/.test(line)) return endings(line, at)
  return steps
    .filter(([said]) => said.test(line))
    .map(([said, step]) => {
      const text = step.replace('$&', line.replace(said, ''))
      return { kind: 'step', step: 0, edge: 'begin', text, at }
    })
}

function endings(verdict: string, at: number): Observation[] {
  const end: Observation = { kind: 'phase', phase: 'end', at }
  if (!/QEMU ended with status/.test(verdict)) return [end]
  return [{ kind: 'qemu', event: 'exited', code: null, signal: null, words: '', at }, end]
}
