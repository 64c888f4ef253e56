import type { HuntReport, HuntSide, HuntStep, RevisionName } from '../model/hunt-report.ts'
import { escaped } from './escaped.ts'

/** A hunt as Markdown, fit for a bug tracker. Foreign text is escaped. */
export function huntMarkdown(report: HuntReport): string {
  return [
    `# ${titleOf(report)}`,
    '',
    ...answer(report),
    '',
    ...side(`With the bug: ${nameOf(withBug(report))}`, withBug(report)),
    ...side(`Without: ${nameOf(withoutBug(report))}`, withoutBug(report)),
    ...report.alsoBefore.flatMap(other => side(`The other parent: ${nameOf(other)}`, other)),
    '## Every step',
    '',
    ...table(report),
    '',
    ...report.notes.flatMap(note => [`Note: ${text(note)}.`, '']),
    '## How to see it',
    '',
    ...block(`chardev-fc ${report.command.map(word).join(' ')}`, 'sh'),
    ...(report.buildCommand === undefined
      ? []
      : ['Each revision was built with', '', ...block(report.buildCommand, 'sh')]),
    '<details><summary>The case without this tool</summary>',
    '',
    ...block(report.reproduction, report.reproduction.startsWith('#!') ? 'sh' : ''),
    '</details>',
    '',
    `(${report.tool})`,
    '',
  ].join('\n')
}

function titleOf({ found, symptom, case: id }: HuntReport): string {
  const kind = found.kind === 'first-bad' ? 'First bad' : 'First good'
  const what = found.version === undefined && found.oneOf?.[0]?.version === undefined ? 'commit' : 'version'
  const which = found.oneOf === undefined ? nameOf(found) : `one of ${found.oneOf.length} ${what}s`
  return `${kind} ${what} for ${symptom} in ${text(id)}: ${which}`
}

function answer(report: HuntReport): string[] {
  const { found, totals, bound, range } = report
  const sure = `The chance that this is wrong is ${percent(1 - found.confidence)} by all runs (${percent(bound)} was allowed).`
  const cost = `${totals.revisions} revisions, ${totals.builds} builds (${time(totals.buildSeconds)}), ${totals.runs} runs (${time(totals.runSeconds)}).`
  const who = found.author === undefined ? [] : [`${text(found.author)}, ${found.date}`, '']
  const several =
    found.oneOf === undefined
      ? []
      : [
          'What could not be run hides which of these it is:',
          '',
          ...found.oneOf.map(name => `- ${nameOf(name)}`),
          '',
        ]
  const ends = `Sought between ${nameOf(range.before)} and ${nameOf(range.after)}.`
  return [`Case: ${text(report.title)}`, '', ...who, ...several, `${ends} ${sure} ${cost}`]
}

function withBug({ found, before, after }: HuntReport): HuntSide {
  return found.kind === 'first-bad' ? after : before
}

function withoutBug({ found, before, after }: HuntReport): HuntSide {
  return found.kind === 'first-bad' ? before : after
}

function side(heading: string, shown: HuntSide): string[] {
  const counts = `${shown.shown} of ${shown.runs} runs showed it.`
  return [
    `## ${heading}`,
    '',
    shown.runs === 0 ? `It could not be run: ${text(shown.because)}` : `${counts} ${sentence(shown.because)}`,
    '',
    ...shown.findings.map(
      ({ name, outcome, symptom, because }) =>
        `- ${text(name)}: ${outcome}${symptom === undefined ? '' : ` (${symptom})`}: ${text(because)}`,
    ),
    ...(shown.findings.length > 0 ? [''] : []),
    ...(shown.commandLine === undefined ? [] : block(shown.commandLine, 'sh')),
    ...(shown.dir === undefined ? [] : [`Its journal: ${code(`${shown.dir}/journal.jsonl`)}`, '']),
  ]
}

const columns = ['', 'revision', 'for', 'build', 'runs', 'verdict', 'doubt', 'because']

function table({ steps }: HuntReport): string[] {
  const rows = steps.map((step, index) => [
    String(index + 1),
    nameOf(step),
    step.to,
    step.buildSeconds === undefined ? '' : time(step.buildSeconds),
    step.runs === 0 ? '' : `${step.shown} of ${step.runs}, ${time(step.seconds)}`,
    verdict(step),
    step.doubt === undefined ? '' : percent(step.doubt),
    text(step.because),
  ])
  return [columns, columns.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`)
}

function verdict({ outcome, symptom }: HuntStep): string {
  return outcome === 'fail' && symptom !== undefined ? symptom : outcome
}

/** `` `1a2b3c4d5e6f` The subject ``, or a version. */
function nameOf({ rev, subject, version }: RevisionName): string {
  if (rev === undefined) return text(version ?? 'none')
  return `\`${rev.slice(0, 12)}\` ${text(subject ?? '')}`.trim()
}

/** Foreign text as one line in which nothing is Markdown or HTML. */
function text(foreign: string): string {
  return escaped(foreign).replace(/[\\`*_{}[\]<>#|~]/g, character => `\\${character}`)
}

function sentence(foreign: string): string {
  const capital = foreign.charAt(0).toUpperCase() + foreign.slice(1)
  return `${text(capital)}${/[.!?]$/.test(foreign) ? '' : '.'}`
}

function code(foreign: string): string {
  return `\`${escaped(foreign).replaceAll('`', "'")}\``
}

/** Lines as they are; the fence is longer than any in them. */
function block(lines: string, language: string): string[] {
  const longest = Math.max(2, ...[...lines.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}${language}`, ...lines.trimEnd().split('\n').map(escaped), fence, '']
}

function word(argument: string): string {
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`
}

function percent(chance: number): string {
  if (chance <= 0) return '0 %'
  return chance < 0.0001 ? '< 0.01 %' : `${Number((100 * chance).toPrecision(2))} %`
}

function time(seconds: number): string {
  if (seconds < 100) return `${Number(seconds.toFixed(1))} s`
  return seconds < 6000 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}
