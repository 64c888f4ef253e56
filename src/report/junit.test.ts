import { SaxesParser } from 'saxes'
import t from 'tap'
import type { CellResult } from '../model/contract/result.ts'
import { junit } from './junit.ts'
import type { PlannedCell } from './reporter.ts'
import { frozen, hostile, passed, planned, testRun, written } from './result.fixture.ts'

interface Element {
  readonly name: string
  readonly attributes: { readonly [name: string]: string }
  readonly children: Element[]
  text: string
}

/** What an independent parser, strict about XML 1.0, makes of our report. */
function read(results: readonly CellResult[], left: readonly PlannedCell[] = []): Element {
  const parser = new SaxesParser()
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: { ...attributes } as Element['attributes'], children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', text => {
    const element = open.at(-1)
    if (element) element.text += text
  })
  parser.on('closetag', () => open.pop())
  parser.on('error', error => {
    throw error
  })
  parser.write(written(write => junit(write, testRun), results, undefined, undefined, left)).close()
  return root.children[0] ?? root
}

const cases = (suites: Element) =>
  suites.children.flatMap(suite => suite.children.filter(({ name }) => name === 'testcase'))
/** The order that Jenkins' schema wants: what is wrong, then the output. */
const complaints = (suites: Element) => cases(suites).map(({ children }) => children.map(({ name }) => name))

void t.test('one suite a QEMU, with the counts that readers show', async t => {
  const other = { label: 'debian-sid', path: '/cache/sid', version: '11.1.3' }
  const suites = read([passed(), passed({ qemu: other, expected: false }), frozen()])
  t.equal(suites.name, 'testsuites')
  t.strictSame(
    suites.children.map(({ attributes }) => attributes),
    [
      {
        name: 'QEMU 7.2.22 (debian-bookworm, tcg)',
        ...{ tests: '2', failures: '0', errors: '0', skipped: '0', time: '17.16' },
        timestamp: '2026-01-03T02:00:00',
      },
      {
        name: 'QEMU 11.1.3 (debian-sid, tcg)',
        ...{ tests: '1', failures: '1', errors: '0', skipped: '0', time: '9.12' },
        timestamp: '2026-01-03T02:00:00',
      },
    ],
  )
  t.equal(suites.attributes['failures'], '1')
  t.strictSame(cases(suites)[0]?.attributes, {
    classname: 'chardev-fc.debian-bookworm',
    name: 'unix-server',
    time: '9.12',
  })
})

void t.test(
  'a documented failure has passed, a pass in its place has failed, the rest says nothing',
  async t => {
    const results = [
      passed(),
      frozen(),
      frozen({ expected: false }),
      passed({ expected: false }),
      passed({ outcome: 'inconclusive', because: 'the writer never blocked' }),
      passed({ outcome: 'skip', because: 'this QEMU has no isa-debugcon' }),
      passed({ outcome: 'error', expected: false, because: 'the disk is full' }),
    ]
    const suites = read(results)
    t.strictSame(complaints(suites), [
      ['system-out'],
      ['system-out'],
      ['failure', 'system-out'],
      ['failure', 'system-out'],
      ['skipped', 'system-out'],
      ['skipped', 'system-out'],
      ['error', 'system-out'],
    ])
    t.match(cases(suites)[1]?.children[0]?.text, /^freeze, as documented: vCPU 0 retries/)
    t.strictSame(cases(suites)[2]?.children[0]?.attributes, { message: frozen().because, type: 'freeze' })
    t.equal(cases(suites)[4]?.children[0]?.attributes['message'], 'inconclusive: the writer never blocked')
    t.match(suites.attributes, { tests: '7', failures: '2', errors: '1', skipped: '2' })
  },
)

void t.test('no foreign text is markup, or breaks XML', async t => {
  const suites = read([hostile(), hostile({ outcome: 'skip' })])
  t.strictSame(complaints(suites), [
    ['failure', 'system-out'],
    ['skipped', 'system-out'],
  ])
  const message = cases(suites)[0]?.children[0]?.attributes['message'] ?? ''
  t.match(message, '</script><script>alert(1)</script>"\'>')
  t.match(message, '\\x00\\x07\\x1b[2J')
  t.match(message, '\\u{2028}\\u{2029}\\u{202e}\\u{feff}\\u{fffe}\\u{ffff}\\u{d800}')
})

void t.test('an interrupted test run names the cells that were not run', async t => {
  const suites = read([passed()], [planned(passed({ case: 'tls', repeat: 2 }))])
  t.match(suites.attributes, { tests: '2', failures: '0', errors: '0', skipped: '1' })
  const [, left] = cases(suites)
  t.match(left?.attributes, { name: 'tls #2', time: '0.00' })
  t.match(left?.children, [
    { name: 'skipped', attributes: { message: 'not run: the test run ended before' } },
  ])
})

void t.test('a test run without a cell is a document too', async t => {
  t.match(read([]).attributes, { tests: '0' })
})
