import {
  type BisectEdge,
  type BisectReport,
  type BisectSide,
  type RevisionName,
  revisionText,
} from '../../model/contract/bisect-report.ts'
import { escaped } from '../../model/value/escaped.ts'
import { outcomeName } from '../cell/cell-labels.ts'
import { figureRows } from '../cell/figure-rows.ts'
import { markupText } from '../markup-text.ts'
import {
  commandText,
  confidenceText,
  edgeText,
  mostListed,
  resultText,
  sidesOf,
  stepColumns,
  stepTexts,
  titleText,
} from './bisect-text.ts'

/**
 * The report of a bisection as Markdown for a bug tracker. Commits are plain text, which trackers turn into links.
 * Foreign text is escaped.
 */
export function bisectMarkdown(report: BisectReport): string {
  const { range, notes, buildCommand, reproduction, tool } = report
  return [
    `# ${text(titleText(report))}`,
    '',
    `Case: ${text(report.title)}`,
    '',
    ...answer(report),
    `Bisected from ${nameOf(range.before)} to ${nameOf(range.after)}. ${confidenceText(report)}`,
    '',
    ...sidesOf(report).flatMap(({ heading, side }) => sideLines(heading, side)),
    '## Steps',
    '',
    ...table(report),
    '',
    ...tails(report),
    ...notes.flatMap(note => [`Note: ${text(note)}.`, '']),
    '## How to reproduce it',
    '',
    ...block(commandText(report), 'sh'),
    ...(buildCommand === undefined ? [] : ['Build command:', '', ...block(buildCommand, 'sh')]),
    ...details('The case without chardev-fc', reproduction, reproduction.startsWith('#!') ? 'sh' : ''),
    `(${text(tool)})`,
    '',
  ].join('\n')
}

/** Who made the change; of several changes which each is, with the revisions that are left of it. */
function answer({ edges }: BisectReport): string[] {
  const [edge, ...others] = edges
  if (others.length === 0 && edge.oneOf === undefined && edge.unfinished !== true)
    return edge.author === undefined ? [] : [`${text(edge.author)}, ${text(edge.date ?? '')}`, '']
  return [...edges.flatMap(edge => [`- ${text(edgeText(edge))}${by(edge)}`, ...leftLines(edge)]), '']
}

function leftLines({ oneOf = [] }: BisectEdge): string[] {
  return oneOf.length > mostListed ? [] : oneOf.map(name => `  - ${nameOf(name)}${by(name)}`)
}

function by({ author, date }: RevisionName): string {
  return author === undefined ? '' : ` (${text(author)}, ${text(date ?? '')})`
}

function sideLines(heading: string, side: BisectSide): string[] {
  const items = [
    ...side.findings.map(finding => [finding.name, `${verdict(finding)}: ${finding.because}`]),
    ...figureRows(side.numbers ?? {}, side.freeze),
  ].map(([name = '', value = '']) => `- ${text(name)}: ${text(value)}`)
  return [
    `## ${heading}: ${nameOf(side)}`,
    '',
    sentence(resultText(side)),
    '',
    ...items,
    ...(items.length > 0 ? [''] : []),
    ...(side.commandLine === undefined ? [] : block(side.commandLine, 'sh')),
    ...(side.dir === undefined ? [] : [`Journal: ${code(`${side.dir}/journal.jsonl`)}`, '']),
  ]
}

function verdict({ outcome, symptom }: BisectSide['findings'][number]): string {
  return symptom === undefined ? outcome : `${outcome} (${symptom})`
}

function table({ steps }: BisectReport): string[] {
  const columns = ['', ...stepColumns]
  const rows = steps.map((step, index) => {
    const { purpose, runs, build, doubt } = stepTexts(step)
    const because = text(step.because)
    return [String(index + 1), nameOf(step), purpose, outcomeName(step), runs, build, doubt, because]
  })
  return [columns, columns.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`)
}

function tails({ steps }: BisectReport): string[] {
  return steps.flatMap(step =>
    step.tail === undefined
      ? []
      : details(`The end of the build log of ${revisionText(step)}`, step.tail, ''),
  )
}

function details(summary: string, lines: string, language: string): string[] {
  // Markdown is not read there: a backslash escapes nothing.
  return [
    `<details><summary>${markupText(escaped(summary))}</summary>`,
    '',
    ...block(lines, language),
    '</details>',
    '',
  ]
}

function nameOf(name: RevisionName): string {
  return text(revisionText(name))
}

/** Foreign text on one line, with nothing in it that is Markdown or HTML. */
function text(foreign: string): string {
  return escaped(foreign.trim())
    .replace(/[\\`*_{}[\]<>#|~&]/g, character => `\\${character}`)
    .replace(/^(\d*)([-+.)])(?=\s|$)/, '$1\\$2')
}

function sentence(foreign: string): string {
  const capital = foreign.charAt(0).toUpperCase() + foreign.slice(1)
  return `${text(capital)}${/[.!?]$/.test(foreign) ? '' : '.'}`
}

function code(foreign: string): string {
  return `\`${escaped(foreign).replaceAll('`', "'")}\``
}

/** A code block; its fence is longer than any in the text. */
function block(lines: string, language: string): string[] {
  const longest = Math.max(2, ...[...lines.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}${language}`, ...lines.trimEnd().split('\n').map(escaped), fence, '']
}
