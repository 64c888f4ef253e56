import {
  type BisectEdge,
  type BisectReport,
  type BisectSide,
  isNamed,
  type RevisionName,
  revisionText,
} from '../../model/contract/bisect-report.ts'
import { escaped } from '../../model/value/escaped.ts'
import { outcomeName } from '../cell/cell-labels.ts'
import { figureRows } from '../cell/figure-rows.ts'
import { markupText } from '../markup-text.ts'
import {
  aboutEdge,
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
 * Foreign text is escaped. `script` is the path of the file with the reproduction; null: there is none.
 */
export function bisectMarkdown(report: BisectReport, script: string | null): string {
  const { range, notes, buildCommand, reproduction, tool } = report
  return [
    `# ${text(titleText(report))}`,
    '',
    ...answer(report),
    `Case: ${text(report.title)}`,
    '',
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
    script === null ? text(reproduction) : `The case without chardev-fc: the script ${code(script)}`,
    '',
    `(${text(tool)})`,
    '',
  ].join('\n')
}

/** Each change, who made it, and both sides of it. The title names the only one. */
function answer({ edges }: BisectReport): string[] {
  const [edge, ...others] = edges
  if (others.length === 0 && isNamed(edge)) return [...aboutEdge(edge).map(line => `- ${text(line)}`), '']
  const lines = edges.flatMap(edge => [
    `- ${text(edgeText(edge))}`,
    ...leftLines(edge),
    ...aboutEdge(edge).map(line => `  - ${text(line)}`),
  ])
  return [...lines, '']
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
