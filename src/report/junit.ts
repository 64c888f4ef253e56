import type { CellResult } from '../model/contract/result.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import { escaped } from '../model/value/escaped.ts'
import { grouped } from '../model/value/grouped.ts'
import { outcomeName, outcomeText, qemuText, repeatText } from './cell/cell-labels.ts'
import { isUnexpected } from './exit-code.ts'
import { markupText } from './markup-text.ts'
import type { PlannedCell, Reporter } from './reporter.ts'

/**
 * JUnit XML as Jenkins, GitLab and most others read it (elements and order of Jenkins' junit-10.xsd), with one suite
 * per QEMU. A test case fails if its cell did not end as documented. A documented failure passes, and its system-out
 * says so. An inconclusive cell is skipped like one that cannot run: JUnit has no third outcome, and a nightly run must
 * not fail for it. A harness error is an error. A cell that an interrupted test run did not come to is skipped.
 */
export function junit(write: (text: string) => void, { startedAt }: Pick<TestRun, 'startedAt'>): Reporter {
  return {
    name: 'junit',
    end(results, _, left = []) {
      const cells = [...results, ...left]
      const suites = [...grouped(cells, qemuText)].map(([name, own]) => suite(name, own, startedAt))
      const all = element('testsuites', { name: 'chardev-fc', ...counts(cells) }, suites)
      write(`<?xml version="1.0" encoding="UTF-8"?>\n${all}\n`)
    },
  }
}

type Cell = CellResult | PlannedCell

function suite(name: string, cells: readonly Cell[], startedAt: string): string {
  const properties = [...new Set(cells.map(({ qemu }) => qemu.path))].map(path =>
    element('property', { name: 'qemu', value: path }),
  )
  // UTC; the schema's readers expect neither fractions nor a zone.
  const timestamp = new Date(startedAt).toISOString().slice(0, 19)
  return element('testsuite', { name, ...counts(cells), timestamp }, [
    element('properties', {}, properties),
    ...cells.map(testCase),
  ])
}

function testCase(cell: Cell): string {
  const attributes = {
    classname: `chardev-fc.${cell.qemu.label.replaceAll('.', '_')}`,
    name: `${cell.case}${repeatText(cell)}`,
    time: (wasRun(cell) ? cell.seconds : 0).toFixed(2),
  }
  const children = wasRun(cell)
    ? [...complaint(cell), output(cell)]
    : [element('skipped', { message: 'not run: the test run ended before' })]
  return element('testcase', attributes, children)
}

function wasRun(cell: Cell): cell is CellResult {
  return 'outcome' in cell
}

function complaint(result: CellResult): string[] {
  const { outcome, because: message } = result
  switch (outcome) {
    case 'skip':
      return [element('skipped', { message })]
    case 'inconclusive':
      return [element('skipped', { message: `inconclusive: ${message}` })]
    case 'error':
      return [element('error', { message, type: 'trouble' })]
    case 'pass':
    case 'fail':
      return isUnexpected(result) ? [element('failure', { message, type: outcomeName(result) })] : []
  }
}

function output(result: CellResult): string {
  const lines = [
    `${outcomeText(result)}: ${result.because}`,
    ...result.findings.map(({ name, outcome, because }) => `${name}: ${outcome}, ${because}`),
    ...(result.dir === undefined ? [] : [`kept in: ${result.dir}`]),
  ]
  return `<system-out>${lines.map(oneLine).join('\n')}</system-out>`
}

function counts(cells: readonly Cell[]): { [name: string]: string } {
  const results = cells.filter(wasRun)
  const number = (is: (result: CellResult) => boolean) => results.filter(is).length
  const skipped = number(({ outcome }) => outcome === 'skip' || outcome === 'inconclusive')
  return {
    tests: String(cells.length),
    failures: String(number(isUnexpected)),
    errors: String(number(({ outcome }) => outcome === 'error')),
    skipped: String(skipped + cells.length - results.length),
    time: results.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(2),
  }
}

/** `children` are markup already. */
function element(
  name: string,
  attributes: { [name: string]: string },
  children: readonly string[] = [],
): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${oneLine(value)}"`)
  const open = `<${name}${written.join('')}`
  return children.length === 0 ? `${open}/>` : [`${open}>`, ...children, `</${name}>`].join('\n')
}

function oneLine(text: string): string {
  return markupText(escaped(text))
}
