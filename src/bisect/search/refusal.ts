import type { RevisionName } from '../../model/contract/hunt-report.ts'
import type { Symptom } from '../../model/contract/verdict.ts'
import { UsageError } from '../../model/errors.ts'
import type { History } from '../hunt-log.ts'
import { type Act, evidenceOf, type Ground } from './course.ts'
import { recordOf } from './evidence.ts'

type Refusal = Extract<Act, { kind: 'refuse' | 'contradiction' }>

/** Why a hunt does not start, or cannot go on: what was wanted, what came, what to do. */
export function refusalOf(
  act: Refusal,
  ground: Ground,
  events: History,
  names: ReadonlyMap<string, RevisionName>,
): UsageError {
  const symptom = act.kind === 'refuse' ? act.symptom : settledSymptom(events)
  const evidence = evidenceOf(events, symptom, ground.rules)
  const it = symptom === null ? 'a failure' : `the ${symptom}`
  const seen = (id: string) => {
    const { shown, runs } = recordOf(evidence, id)
    return `${nameText(names.get(id), id)} in ${shown} of ${runs} runs`
  }
  const both = `${it} came with the older end ${seen(ground.before)}, with the newer end ${seen(ground.after)}`
  if (act.kind === 'contradiction') {
    const name = nameText(names.get(act.id), act.id)
    return new UsageError(
      `wanted one change, but ${name}, which lies before the range, behaves like its newer end (${it}: ${seen(act.id)}): the bug came or went more than once; hunt on with ${name} as an end`,
    )
  }
  const { turn } = act
  switch (turn.kind) {
    case 'swapped':
      return new UsageError(`${both}: ${swappedRemedy(ground)}`)
    case 'alike':
      return new UsageError(
        `wanted ends that differ, but ${both}: ${turn.shown ? 'choose an end without it' : 'choose an end with it, or another case'}`,
      )
    case 'flicker':
      return new UsageError(
        `wanted ends that can be told apart, but ${both}: with rates like these no hunt keeps its bound within ${ground.rules.mostRuns} runs a revision; use a case that shows it more surely, or give --max-runs or --error-bound more room`,
      )
    case 'untestable': {
      const { skipped } = recordOf(evidence, turn.id)
      const isUnfit = events.some(event => event.kind === 'unfit' && event.id === turn.id)
      const remedy = isUnfit
        ? 'choose another end, or mend what keeps it from being run'
        : 'choose another end, or name what to hunt with --symptom'
      return new UsageError(
        `wanted to judge the ends, but ${nameText(names.get(turn.id), turn.id)} told nothing of ${it}: ${skipped}; ${remedy}`,
      )
    }
  }
}

function swappedRemedy({ hunt }: Ground): string {
  return hunt === 'first-bad'
    ? 'the ends are swapped, or the bug was mended between them: then add --find-fix'
    : 'the bug came between them and was not mended: hunt it without --find-fix'
}

function settledSymptom(events: History): Symptom | null {
  return events.find(event => event.kind === 'settled')?.symptom ?? null
}

/** A revision on one line: `1a2b3c4d5e6f (The subject)`, `7.2.22 Debian`. */
export function nameText(name: RevisionName | undefined, id: string): string {
  if (name?.version !== undefined) return name.version
  const short = (name?.rev ?? id).slice(0, 12)
  return name?.subject === undefined ? short : `${short} (${name.subject})`
}
