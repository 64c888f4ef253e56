import { codeOf } from '../../src/cache/code-of.ts'
import { silenceLimit } from '../../src/judge/silence/silence-limit.ts'
import { type History, ofKind } from '../../src/model/contract/observation.ts'
import { qemuPid } from '../support/guest.ts'
import type { Setting, Trial } from './kind.ts'

/** Where in a script something is done: when a step that reads like this has begun, after at most so long. */
export interface Spot {
  readonly step: RegExp
  readonly withinMs: number
}

export const whileIdle: Spot = { step: /^host idles/, withinMs: 500 }
export const whileReading: Spot = { step: /^peer1 reads|^guest starts head/, withinMs: 100 }

/** Does something once, at a moment that the seed decides. */
export function atMoment(
  { random, lease }: Setting,
  spots: readonly Spot[],
  act: (seen: History) => void,
): Required<Pick<Trial, 'observed' | 'acted'>> {
  const spot = random.pick(spots)
  const afterMs = random.between(0, spot.withinMs)
  let timer: NodeJS.Timeout | undefined
  let acted = false
  lease.add(() => clearTimeout(timer))
  const observed = (seen: History) => {
    const now = seen.at(-1)
    if (timer !== undefined || now?.kind !== 'step' || now.edge !== 'begin' || !spot.step.test(now.text))
      return
    timer = setTimeout(() => {
      if (hasEnded(seen)) return
      try {
        act(seen)
        acted = true
      } catch (error) {
        // QEMU ended just now, and we do not know of it yet.
        const code = codeOf(error)
        if (code !== 'ESRCH' && code !== 'ENOENT') throw error
      }
    }, afterMs)
  }
  return { observed, acted: () => acted }
}

/** For how long QEMU has to stand still so that its guest is silent beyond the limit: one that a slow host makes longer. */
export function beyondSilence({ random }: Setting, seen: History): number {
  return ((silenceLimit(seen) ?? 1500) * random.between(170, 400)) / 100
}

/** Sends a signal to QEMU, unless it has ended. */
export function signalQemu(seen: History, signal: NodeJS.Signals): void {
  if (hasEnded(seen)) return
  process.kill(qemuPid(seen), signal)
}

/** Whether QEMU has ended, or is about to be ended: its process id may soon be somebody else's. */
function hasEnded(seen: History): boolean {
  return (
    ofKind(seen, 'phase').some(({ phase }) => phase === 'end') ||
    ofKind(seen, 'qemu').some(({ event }) => event === 'exited')
  )
}
