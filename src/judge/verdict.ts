import type { CaseDefinition } from '../model/case/case.ts'
import type { Expectation, Judged } from '../model/case/expectation.ts'
import type { Known } from '../model/case/known.ts'
import { cutOf, type History, ofKind, runOf } from '../model/contract/observation.ts'
import { misfit, parse } from '../model/contract/schema.ts'
import {
  type Finding,
  finding,
  type Numbers,
  type Outcome,
  type Symptom,
  type Verdict,
  worstFirst,
} from '../model/contract/verdict.ts'
import { messageOf } from '../model/errors.ts'
import { inputLimits } from '../model/input-limits.ts'
import { cutTo } from '../model/value/cut-to.ts'
import { inRange, nextRelease } from '../model/value/version.ts'
import { exits } from './expectation/exits.ts'
import { opens } from './expectation/opens.ts'
import { played } from './expectation/played.ts'
import { refuses } from './expectation/refuses.ts'
import { ofHolder } from './machine/of-holder.ts'
import { ofPort } from './of-port.ts'
import { isOpening, openStep } from './open-step.ts'
import { phaseMs } from './window.ts'

/** The worst first. */
const symptoms: readonly (Symptom | undefined)[] = [
  ...(['crash', 'freeze', 'stuck', 'loss', 'doubled', 'spin', 'growth', 'slow'] as const),
  undefined,
]
/** The QEMUs on which our cases were seen to do what they document. */
const triedVersions = '>=1.4.0 <11.2.0'
/** Among equals, those that say why the others could not tell. */
const roots = ['alive']
/** Cuts that no expectation knows more about. */
const outerCuts = ['timeout', 'signal', 'trouble']

/**
 * Judges a journal by a case: `played`, `exits` if the script wanted an exit status, `refuses` if it wanted QEMU to refuse
 * something, `opens` if it still waited for the chardev to open, then the case's own expectations. The worst finding decides: fail before inconclusive before pass, a
 * fail with a symptom before one without (`symptoms`). A harness error is `error`, unless a failure is certain.
 *
 * `expected`, of a pass or a fail: without a documented failure for this QEMU version, a pass. With one, a fail with
 * that symptom and nothing else: a pass is then unexpected too, unless that failure comes and goes (`sometimes`).
 */
export function judgeCase(definition: Pick<CaseDefinition, 'known' | 'expect'>, all: History): Verdict {
  const history = ofHolder(all)
  const findings = [
    ...always(definition, history).map(one => findingOf(one, history, history)),
    ...definition.expect.map(one => findingOf(one, ofPort(history, one.port ?? ''), history)),
  ]
  const worst = findings.toSorted((a, b) => rank(a, history) - rank(b, history))[0]
  const harnessError = ofKind(history, 'cut').find(({ by }) => by === 'trouble')
  const isError = harnessError !== undefined && worst?.outcome !== 'fail'
  const outcome: Outcome = isError ? 'error' : (worst?.outcome ?? 'inconclusive')
  const symptom = isError ? undefined : worst?.symptom
  const because = isError ? harnessError.why : (worst?.because ?? 'the case expects nothing')
  const { known, isBetween } = documentation(definition.known ?? [], history)
  const freeze = findings.find(finding => finding.freeze !== undefined)?.freeze
  const tells = outcome === 'pass' || outcome === 'fail'
  const expected = known.some(side => isExpected(outcome, symptom, side))
  return {
    outcome,
    ...(symptom === undefined ? {} : { symptom }),
    ...(tells ? { expected } : {}),
    ...(tells && known.some(side => comesAndGoes(outcome, symptom, side)) ? { sometimes: true } : {}),
    ...(isBetween || isUntried(history) ? { untried: true } : {}),
    because: tells && !expected ? `${documented(known.flat(), outcome, symptom)}${because}` : because,
    findings,
    numbers: ownNumbers(definition, findings),
    ...(freeze === undefined ? {} : { freeze }),
  }
}

/** What was measured of the port under test. */
function ownNumbers({ expect }: Pick<CaseDefinition, 'expect'>, findings: readonly Finding[]): Numbers {
  const elsewhere = new Set(expect.flatMap(({ name, port }) => (port === undefined ? [] : [name])))
  return Object.assign({}, ...findings.map(({ name, numbers }) => (elsewhere.has(name) ? {} : numbers)))
}

/** What is expected of every case, of all ports. */
function always({ expect }: Pick<CaseDefinition, 'expect'>, history: History): Expectation[] {
  const always = [
    played(),
    ...(ofKind(history, 'wanted').length > 0 ? [exits()] : []),
    ...(ofKind(history, 'refusal').length > 0 ? [refuses()] : []),
    ...(isOpening(openStep(history)) ? [opens()] : []),
  ]
  return always.filter(({ name }) => !expect.some(own => own.name === name))
}

function findingOf({ name, judge }: Expectation, history: History, whole: History): Finding {
  const broken = (how: string) =>
    ({ name, outcome: 'inconclusive', because: `the judge '${name}' failed: ${how}` }) as const
  try {
    // Types do not bind a user's own judge: it may return a promise, or an outcome that does not exist.
    const judged = withCutSentence({ ...judge(history, whole), name })
    const fault = misfit(finding, judged)
    return fault === null
      ? told(parse(finding, judged))
      : broken(`what it returned is not a finding (${fault})`)
  } catch (error) {
    return broken(messageOf(error))
  }
}

/** A sentence may quote a text of the journal, or a user's own judge may say much. */
function withCutSentence(judged: Judged & Pick<Finding, 'name'>): unknown {
  const because: unknown = judged.because
  return typeof because === 'string' ? { ...judged, because: cutTo(inputLimits.sentence, because) } : judged
}

/** Only a failure has a symptom. */
function told({ symptom, ...rest }: Finding): Finding {
  return rest.outcome === 'fail' && symptom !== undefined ? { ...rest, symptom } : rest
}

/** Lower is worse; equal ranks keep their order. */
function rank({ name, outcome, symptom }: Finding, history: History): number {
  const bySymptom = outcome === 'fail' ? symptoms.indexOf(symptom) : 0
  return worstFirst.indexOf(outcome) * 100 + bySymptom * 10 + telling(name, history)
}

/** Of two equal findings the one that names the cause says more than one that is only affected by it. */
function telling(name: string, history: History): number {
  if (name === 'played') {
    const cut = cutOf(history)
    const broke = phaseMs(history, 'end') === undefined
    return (cut ? outerCuts.includes(cut.by) : broke) ? 0 : 3
  }
  if (name === 'exits') return 2.5
  return roots.includes(name) ? 1 : 2
}

/**
 * What is documented for the version. A development version between two releases that differ has two sides: it is not
 * known which of them it is on.
 */
function documentation(
  known: readonly Known[],
  history: History,
): { readonly known: readonly (readonly Known[])[]; readonly isBetween: boolean } {
  const version = runOf(history)?.qemu.version ?? ''
  const at = (one: string) => known.filter(({ qemu }) => qemu === '*' || inRange(one, qemu))
  const [now, next] = [at(version), at(nextRelease(version) ?? version)]
  const isBetween = now.length !== next.length || now.some((one, index) => one !== next[index])
  return { known: isBetween ? [now, next] : [now], isBetween }
}

/** Not for a user's own case: we never tried it on any version. */
function isUntried(history: History): boolean {
  const run = runOf(history)
  if (run === undefined || run.file !== undefined) return false
  const { version } = run.qemu
  return [version, nextRelease(version) ?? version].some(one => !inRange(one, triedVersions))
}

/** Whether a pass and this failure, or a failure and this pass, are both documented. */
function comesAndGoes(outcome: Outcome, symptom: Symptom | undefined, side: readonly Known[]): boolean {
  return side.length > 0 && isExpected(outcome, symptom, side) && isExpected('pass', undefined, side)
}

function isExpected(outcome: Outcome, symptom: Symptom | undefined, known: readonly Known[]): boolean {
  if (outcome === 'pass') return known.every(({ sometimes }) => sometimes)
  return outcome === 'fail' && known.some(one => one.symptom === symptom)
}

function documented(known: readonly Known[], outcome: Outcome, symptom: Symptom | undefined): string {
  if (known.length === 0) return ''
  const failures = known.map(({ symptom, why }) => `${symptom} (${why})`).join(' or ')
  const came =
    outcome === 'pass' ? 'it passed' : `it failed${symptom === undefined ? '' : ` with ${symptom}`}`
  return `documented: ${failures}; ${came}: `
}
