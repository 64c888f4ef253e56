import type { CellResult } from '../model/contract/result.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import { onWords, outcomeWord, outcomeWords, versionWords } from './cell/cell-words.ts'
import { escaped } from './escaped.ts'
import { isUnexpected } from './exit-code.ts'
import { markupText } from './markup-text.ts'
import type { Reporter } from './reporter.ts'

/**
 * JUnit XML, as Jenkins, GitLab and most others read it (elements and order of Jenkins' junit-10.xsd): one suite
 * for each QEMU. A test case fails when its cell did not end as documented; a documented failure has passed, and
 * its system-out says what it was. What proves nothing, and what could not be played, is skipped: JUnit has no
 * third outcome, and a nightly must not alarm for it. A harness error is an error.
 */
export function junit(write: (text: string) => void, { startedAt }: Pick<TestRun, 'startedAt'>): Reporter {
  return {
    name: 'junit',
    end(results) {
      const names = [...new Set(results.map(suiteName))]
      const suites = names.map(name =>
        suite(
          name,
          results.filter(result => suiteName(result) === name),
          startedAt,
        ),
      )
      const all = element('testsuites', { name: 'chardev-fc', ...counts(results) }, suites)
      write(`<?xml version="1.0" encoding="UTF-8"?>\n${all}\n`)
    },
  }
}

function suite(name: string, results: readonly CellResult[], startedAt: string): string {
  const properties = [...new Set(results.map(({ qemu }) => qemu.path))].map(path =>
    element('property', { name: 'qemu', value: path }),
  )
  // Without fractions and zone, as the schema's readers want it; it is UTC.
  const timestamp = new Date(startedAt).toISOString().slice(0, 19)
  return element('testsuite', { name, ...counts(results), timestamp }, [
    element('properties', {}, properties),
    ...results.map(testCase),
  ])
}

function suiteName(result: CellResult): string {
  return `QEMU ${versionWords(result)} (${onWords(result)})`
}

function testCase(result: CellResult): string {
  const repeat = result.repeat === undefined ? '' : ` #${result.repeat}`
  const attributes = {
    classname: `chardev-fc.${result.qemu.label.replaceAll('.', '_')}`,
    name: `${result.case}${repeat}`,
    time: result.seconds.toFixed(2),
  }
  return element('testcase', attributes, [...complaint(result), output(result)])
}

function complaint(result: CellResult): string[] {
  const said = { message: result.because }
  switch (result.outcome) {
    case 'skip':
      return [element('skipped', said)]
    case 'inconclusive':
      return [element('skipped', { message: `inconclusive: ${result.because}` })]
    case 'error':
      return [element('error', { ...said, type: 'trouble' })]
    case 'pass':
    case 'fail':
      return isUnexpected(result) ? [element('failure', { ...said, type: outcomeWord(result) })] : []
  }
}

function output(result: CellResult): string {
  const lines = [
    `${outcomeWords(result)}: ${result.because}`,
    ...result.findings.map(({ name, outcome, because }) => `${name}: ${outcome}, ${because}`),
    ...(result.dir === undefined ? [] : [`kept: ${result.dir}`]),
  ]
  return `<system-out>${lines.map(oneLine).join('\n')}</system-out>`
}

function counts(results: readonly CellResult[]): { [name: string]: string } {
  const number = (is: (result: CellResult) => boolean) => String(results.filter(is).length)
  return {
    tests: String(results.length),
    failures: number(isUnexpected),
    errors: number(({ outcome }) => outcome === 'error'),
    skipped: number(({ outcome }) => outcome === 'skip' || outcome === 'inconclusive'),
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
