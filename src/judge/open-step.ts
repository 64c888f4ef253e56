import { type FactOf, type History, ofKind } from '../model/contract/observation.ts'

/** The line of the script that had begun and not ended, if there is one. */
export function openStep(history: History): FactOf<'step'> | null {
  const steps = ofKind(history, 'step')
  const ended = new Set(steps.filter(({ edge }) => edge === 'end').map(({ step }) => step))
  return steps.findLast(({ edge, step }) => edge === 'begin' && !ended.has(step)) ?? null
}

/** Whether that line is `host.open()` (src/verbs/host/open.ts). */
export function isOpening(step: FactOf<'step'> | null): boolean {
  return step?.text.startsWith('host opens the chardev') ?? false
}
