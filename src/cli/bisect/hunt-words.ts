import type { HuntEvent, Ran } from '../../bisect/hunt-log.ts'
import type { Ground } from '../../bisect/search/course.ts'
import { type Estimate, estimateOf } from '../../bisect/search/estimate.ts'
import { nameText } from '../../bisect/search/refusal.ts'
import type { RevisionName } from '../../model/contract/hunt-report.ts'
import { escaped } from '../../report/escaped.ts'

/** What of an event is told while a hunt is on, line by line; null for what the person knows. */
export function eventText(event: HuntEvent): string | null {
  switch (event.kind) {
    case 'built':
      return event.cached || event.seconds === 0 ? null : `  built in ${time(event.seconds)}`
    case 'unfit':
      return [
        `  skipped: ${escaped(event.why)}`,
        ...(event.tail?.split('\n') ?? []).map(line => `    | ${escaped(line)}`),
      ].join('\n')
    case 'ran':
      return `  ${event.symptom ?? event.outcome} · ${time(event.seconds)} · ${escaped(event.because)}`
    case 'settled':
      return `The ends differ: hunting the ${event.hunt === 'first-bad' ? 'first revision with' : 'first revision without'} the ${event.symptom}`
    case 'order':
    case 'resumed':
      return null
  }
}

/** A line before each step: which revision, what for, and how much is still to do. */
export function stepText(
  id: string,
  to: Ran['to'],
  name: RevisionName,
  ground: Ground,
  events: readonly HuntEvent[],
): string {
  const what = { ends: 'end', turn: 'step', check: 'check' }[to]
  return `${what} ${escaped(nameText(name, id))} · ${leftText(estimateOf(ground, events))}`
}

function leftText({ steps, runs, seconds }: Estimate): string {
  const left = `about ${plural(steps, 'step')} and ${plural(runs, 'run')} left`
  return seconds === null ? left : `${left}, ${time(seconds)}`
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function time(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(1)} s`
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
