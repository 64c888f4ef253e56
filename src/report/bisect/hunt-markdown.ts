import type { HuntReport, HuntSide, RevisionName } from '../../model/contract/hunt-report.ts'
import { outcomeName } from '../cell/cell-labels.ts'
import { figureRows } from '../cell/figure-rows.ts'
import { escaped } from '../escaped.ts'
import {
  answerText,
  chanceText,
  commandText,
  runsText,
  shortRev,
  shownText,
  sidesOf,
  surenessText,
  timeText,
} from './hunt-text.ts'

/** A hunt as Markdown, fit for a bug tracker. Foreign text is escaped. */
export function huntMarkdown(report: HuntReport): string {
  return [
    `# ${titleOf(report)}`,
    '',
    ...answer(report),
    '',
    ...sidesOf(report).flatMap(({ heading, side }) => sideLines(`${heading}: ${nameOf(side)}`, side)),
    '## Every step',
    '',
    ...table(report),
    '',
    ...tails(report),
    ...report.notes.flatMap(note => [`Note: ${text(note)}.`, '']),
    '## How to see it',
    '',
    ...block(commandText(report), 'sh'),
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

function titleOf(report: HuntReport): string {
  const [edge] = report.edges
  return `${text(answerText(report))}${edge.oneOf === undefined ? nameOf(edge) : ''}`
}

function answer(report: HuntReport): string[] {
  const { edges, range } = report
  const [edge] = edges
  const who = edge.author === undefined ? [] : [`${text(edge.author)}, ${edge.date}`, '']
  const several =
    edge.oneOf === undefined
      ? []
      : [
          'What could not be run hides which of these it is:',
          '',
          ...edge.oneOf.map(name => `- ${nameOf(name)}${authorOf(name)}`),
          '',
        ]
  const ends = `Sought between ${nameOf(range.before)} and ${nameOf(range.after)}.`
  return [`Case: ${text(report.title)}`, '', ...who, ...several, `${ends} ${surenessText(report)}`]
}

function authorOf({ author, date }: RevisionName): string {
  return author === undefined ? '' : ` (${text(author)}, ${date})`
}

function sideLines(heading: string, side: HuntSide): string[] {
  const findings = side.findings.map(
    ({ name, outcome, symptom, because }) =>
      `- ${text(name)}: ${outcome}${symptom === undefined ? '' : ` (${symptom})`}: ${text(because)}`,
  )
  const figures = figureRows(side.numbers ?? {}, side.freeze).map(
    ([name, figure]) => `- ${name}: ${text(figure)}`,
  )
  return [
    `## ${heading}`,
    '',
    sentence(shownText(side)) + (side.runs === 0 ? '' : ` ${sentence(side.because)}`),
    '',
    ...findings,
    ...figures,
    ...(findings.length + figures.length > 0 ? [''] : []),
    ...(side.commandLine === undefined ? [] : block(side.commandLine, 'sh')),
    ...(side.dir === undefined ? [] : [`Its journal: ${code(`${side.dir}/journal.jsonl`)}`, '']),
  ]
}

const columns = ['', 'revision', 'for', 'build', 'runs', 'verdict', 'doubt', 'because']

function table({ steps }: HuntReport): string[] {
  const rows = steps.map((step, index) => [
    String(index + 1),
    nameOf(step),
    step.to,
    step.buildSeconds === undefined ? '' : timeText(step.buildSeconds),
    runsText(step),
    outcomeName(step),
    step.doubt === undefined ? '' : chanceText(step.doubt),
    text(step.because),
  ])
  return [columns, columns.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`)
}

function tails({ steps }: HuntReport): string[] {
  return steps.flatMap(step =>
    step.tail === undefined
      ? []
      : [
          `<details><summary>The end of the build of ${nameOf(step)}</summary>`,
          '',
          ...block(step.tail, ''),
          '</details>',
          '',
        ],
  )
}

/** `` `1a2b3c4d5e6f` The subject ``, or a version. */
function nameOf(name: RevisionName): string {
  const rev = shortRev(name)
  return rev === null ? text(name.version ?? 'none') : `\`${rev}\` ${text(name.subject ?? '')}`.trim()
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
