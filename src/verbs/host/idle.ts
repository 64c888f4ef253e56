import { ofPort } from '../../judge/of-port.ts'
import { beatsSince } from '../../judge/silence/beats.ts'
import type { Frontend } from '../../model/case/frontend.ts'
import type { History, Limits } from '../../model/contract/observation.ts'
import { UsageError } from '../../model/errors.ts'
import { usualLimits } from '../../model/limits.ts'
import type { Verb } from '../verb.ts'
import { stallSettled, unsentSettled } from './settled.ts'

type Idle = 'until stalled' | 'until unsent' | `for ${number} beats`

/**
 * Waits for an observation and does nothing else:
 * - `until stalled`: the guest's writer is seen blocked and the guest then kept beating, or the writer has exited
 *   without ever blocking;
 * - `until unsent`: the chardev accepts no more of what the host sends, and the guest then kept beating;
 * - `for N beats`: N beats have arrived on both paths (about 0.05 s each).
 */
export function idle(until: Idle): Verb<'host'> {
  if (!/^(until stalled|until unsent|for [1-9]\d* beats)$/.test(until))
    throw new UsageError(
      `expected host.idle('until stalled', 'until unsent' or 'for N beats'), got '${until}'`,
    )
  return {
    step: (_, port) => `host idles ${until}${port === '' ? '' : ` at ${port}`}`,
    async live({ journal, limits, signal }, port) {
      const began = journal.now()
      const kinds = ['progress', 'beat', 'job', 'sent', 'tick'] as const
      await journal.until(
        kinds,
        () => settled(until, { port, whole: journal.history }, limits, began),
        signal,
      )
    },
    typed: paper => paper.remark(...waits(until, paper.frontend)),
    script: script => script.write(command(until)),
  }
}

function settled(
  until: Idle,
  { port, whole }: { readonly port: string; readonly whole: History },
  limits: Limits,
  began: number,
): true | undefined {
  const history = ofPort(whole, port)
  if (until === 'until stalled') return stallSettled({ history, whole }, limits, began)
  if (until === 'until unsent') return unsentSettled(history, limits, began)
  return beatsSince(history, began) >= beatsIn(until) ? true : undefined
}

function command(until: Idle): string {
  if (until === 'until stalled') return 'until_stalled'
  if (until === 'until unsent') return 'until_unsent'
  return `idle ${beatsIn(until)}`
}

function waits(until: Idle, frontend: Frontend): string[] {
  if (until === 'until stalled') return untilStalled(frontend)
  if (until === 'until unsent') {
    return [
      'Wait until the host can send no more, and check that the guest is alive: its shell still answers.',
    ]
  }
  return [`Wait about ${(beatsIn(until) * usualLimits.beatEveryMs) / 1000} s.`]
}

function beatsIn(until: Idle): number {
  return Number(/\d+/.exec(until)?.[0])
}

function untilStalled({ whenFull }: Frontend): string[] {
  switch (whenFull) {
    case 'throttles':
      return [
        'Wait until the writer is blocked, and check that the guest is not: its shell still answers, and',
        "'cat /proc/$!/wchan' there keeps printing wait_port_writable (or similar).",
        'A guest that no longer answers is frozen.',
      ]
    case 'drops':
      return [
        'The device drops what the host does not read: the writer exits, and the guest keeps answering.',
      ]
    case 'blocks the guest':
      return ['Wait a few seconds: the guest stops, and neither its shell nor the monitor answers any more.']
  }
}
