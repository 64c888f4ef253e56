import { type RevisionName, revisionText } from '../../model/contract/bisect-report.ts'
import { UsageError } from '../../model/errors.ts'
import { evidenceOf, resultsOf } from './evidence.ts'
import type { Next, Search } from './search.ts'

/** Why a bisection does not start, or cannot go on, and what to do. */
export function refusalOf(
  { step, failure }: Extract<Next, { kind: 'refuse' }>,
  { input, answers }: Search,
  names: ReadonlyMap<string, RevisionName>,
): UsageError {
  const evidence = evidenceOf(answers, failure)
  const it = failure === null || failure === 'fail' ? 'a failure' : `the symptom ${failure}`
  const name = (id: string) => revisionText(names.get(id) ?? { rev: id })
  const rate = (id: string) => `in ${resultsOf(evidence, id).shown} of ${resultsOf(evidence, id).runs} runs`
  const both = `${it} showed ${rate(input.before)} of the older end ${name(input.before)} and ${rate(input.after)} of the newer end ${name(input.after)}`
  return new UsageError(text())

  function text(): string {
    switch (step.kind) {
      case 'swapped':
        return input.goal === 'first-bad'
          ? `${both}: swap the ends, or, if the bug was fixed between them, add --find-fix`
          : `${both}: the bug came between them and was not fixed; leave out --find-fix`
      case 'alike':
        return `expected ends that differ, but ${both}: choose an end ${step.shown ? 'without it' : 'with it, or another case'}`
      case 'flaky':
        return `expected ends that can be told apart, but ${both}: at these rates ${input.rules.mostRuns} runs of each revision do not keep the error bound; use a case that shows the bug more often, or raise --max-runs or --error-bound`
      case 'untestable':
        return `expected to test both ends, but ${name(step.id)} gave no answer: ${resultsOf(evidence, step.id).skipped}; choose another end, or fix what keeps it from being run`
      case 'contradiction':
        return `expected one change, but ${name(step.id)}, which is older than the range, behaves like its newer end (${it} ${rate(step.id)}): the bug came or went more than once; bisect again with ${name(step.id)} as an end`
    }
  }
}
