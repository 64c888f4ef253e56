import { type History, ofKind } from '../../model/contract/observation.ts'
import type { Window } from '../window.ts'

/** The text of the step `qemu.reset()` (src/verbs/qemu/reset.ts). */
export const resetText = 'qemu resets the machine'

/**
 * The stretches in which the guest boots because the script has reset the machine: from QEMU's event RESET to the end of
 * that line of the script, when the guest beats again. Until QEMU has done it, a silence is as telling as elsewhere.
 */
export function reboots(history: History): Window[] {
  const steps = ofKind(history, 'step').filter(({ text }) => text === resetText)
  const resets = ofKind(history, 'qmp-event').filter(({ event }) => event === 'RESET')
  return steps.flatMap(({ edge, step, at }) => {
    if (edge !== 'begin') return []
    const toMs = steps.find(end => end.edge === 'end' && end.step === step)?.at ?? Number.POSITIVE_INFINITY
    const reset = resets.find(event => event.at >= at && event.at <= toMs)
    return reset === undefined ? [] : [{ fromMs: reset.at, toMs }]
  })
}
