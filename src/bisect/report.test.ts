import t from 'tap'
import { bisectReport } from '../model/contract/bisect-report.ts'
import type { CellQemu } from '../model/contract/result.ts'
import { misfit } from '../model/contract/schema.ts'
import type { Outcome, Symptom } from '../model/contract/verdict.ts'
import { bisect } from './bisection.ts'
import type { LogEvent } from './log.ts'
import { listSource, sortQemus } from './qemu-list.ts'
import { reportOf } from './report.ts'
import { graphOf } from './search/graph.ts'
import { usualRules } from './search/rules.ts'
import type { SearchInput } from './search/search.ts'
import { listSettings } from './settings.fixture.ts'
import { type Source, Untestable } from './source.ts'

const { signal } = new AbortController()
const qemu = (version: string): CellQemu => ({ label: `${version} Debian`, path: `/q/${version}`, version })
const qemus = sortQemus(['11.1.3', '5.2.0', '10.0.13', '7.2.22', '8.0.50'].map(qemu), false)

type TestResult = { outcome: Outcome; symptom?: Symptom; because: string }
const stuck: TestResult = { outcome: 'fail', symptom: 'stuck', because: 'it never resumed' }
const well: TestResult = { outcome: 'pass', because: 'all arrived' }

/** A bisection, by default over the list, in which each QEMU has one result (null: it does not start). */
async function reported(behaviour: Readonly<Record<string, TestResult | null>>, source = listSource(qemus)) {
  const rules = usualRules
  const input: SearchInput = {
    ...{ ...source, graph: graphOf(source.revisions), goal: null, symptom: null, rules, mostBuilds: null },
  }
  const events: LogEvent[] = []
  const search = await bisect(
    {
      ...{ input, source, signal, log: () => undefined, onStep: async () => undefined },
      run: async path => {
        const result = behaviour[path.slice(3)]
        if (!result) throw new Untestable('it does not start')
        return {
          ...result,
          findings: [{ name: 'resumes', outcome: 'pass', because: 'well' }],
          seconds: 1.5,
          dir: `${path}-run`,
        }
      },
    },
    events,
  )
  t.equal(search.next.kind, 'done')
  const names = new Map<string, Awaited<ReturnType<typeof source.nameOf>>>()
  for (const version of Object.keys(behaviour)) {
    const path = `/q/${version}`
    names.set(path, await source.nameOf(path, signal))
  }
  const settings = listSettings('udp-read', qemus)
  return reportOf({
    ...{ settings, search, events, names, releases: new Map() },
    case: { id: 'udp-read', title: 'udp chardev' },
    reproduction: '#!/bin/sh\n',
    commandLine: dir => `qemu of ${dir}`,
  })
}

void t.test('a list is sorted by version', async t => {
  t.same(
    qemus.map(({ version }) => version),
    ['5.2.0', '7.2.22', '8.0.50', '10.0.13', '11.1.3'],
  )
  t.throws(() => sortQemus([qemu('7.2.22')], false), { message: /two or more QEMUs/ })
  t.throws(() => sortQemus([qemu('7.2.22'), qemu('7.2.22')], false), { message: /named twice/ })
  const twins = [qemu('8.0.50'), { ...qemu('8.0.50'), path: '/q/other' }]
  t.throws(() => sortQemus(twins, false), {
    message: /of different versions, but all are 8\.0\.50: .*--in-order/,
  })
  t.equal(sortQemus(twins, true).length, 2)
})

void t.test('the change, both sides, and all steps', async t => {
  const old = { '5.2.0': stuck, '7.2.22': stuck, '8.0.50': stuck }
  const report = await reported({ ...old, '10.0.13': stuck, '11.1.3': well })
  t.match(report, {
    ...{ schema: 2, case: 'udp-read', symptom: 'stuck', command: ['bisect', 'udp-read'] },
    edges: [
      {
        ...{ from: 'stuck', to: 'pass', version: '11.1.3 Debian', path: '/q/11.1.3' },
        confidence: 0.99, // no more than the bound leaves
        before: {
          version: '10.0.13 Debian',
          outcome: 'fail',
          symptom: 'stuck',
          because: 'it never resumed',
          runs: 4,
        },
        after: { version: '11.1.3 Debian', outcome: 'pass', shown: 0, commandLine: 'qemu of /q/11.1.3-run' },
      },
    ],
    range: { before: { version: '5.2.0 Debian' }, after: { version: '11.1.3 Debian' } },
    totals: { revisions: 4, builds: 0, buildSeconds: 0 },
  })
  t.notOk('oneOf' in report.edges[0])
  t.equal(misfit(bisectReport, report), null, 'it is as its schema says')
  const runs = report.steps.reduce((sum, step) => sum + step.runs, 0)
  t.equal(runs, report.totals.runs)
  t.equal(report.totals.runSeconds, runs * 1.5)
  for (const step of report.steps) {
    t.equal(step.doubt === undefined, step.to === 'ends' || step.version === '5.2.0 Debian')
  }
})

void t.test('skipped revisions next to the change: several are named', async t => {
  const report = await reported({
    ...{ '5.2.0': well, '7.2.22': well, '8.0.50': null, '10.0.13': stuck, '11.1.3': stuck },
  })
  const [edge] = report.edges
  t.match(edge, {
    ...{ from: 'pass', to: 'stuck' },
    oneOf: [{ version: '8.0.50 Debian' }, { version: '10.0.13 Debian' }],
  })
  t.notOk('version' in edge)
  t.match(
    report.steps.find(({ version }) => version === '8.0.50 Debian'),
    { outcome: 'skip', runs: 0, because: 'it does not start' },
  )
  t.match(edge.before, { version: '7.2.22 Debian' })
})

void t.test('a parent older than the range that cannot be run is in the notes', async t => {
  const source: Source = {
    ...{ before: '/q/end', after: '/q/merge' },
    revisions: [
      { id: '/q/fixed', parents: ['/q/old'] },
      { id: '/q/merge', parents: ['/q/end', '/q/fixed'] },
    ],
    program: async id => ({ path: id, seconds: 0, cached: true }),
    releaseOf: async () => null,
    nameOf: async id => ({ rev: id.slice(3) }),
    close: async () => undefined,
  }
  const report = await reported({ end: stuck, old: null, fixed: well, merge: well }, source)
  t.match(report.edges, [
    {
      ...{ from: 'stuck', to: 'pass', rev: 'fixed' },
      before: { rev: 'old', outcome: 'skip', runs: 0, because: 'it does not start' },
    },
  ])
  t.same(report.notes, ['its parent old could not be run: its verdict is not known'])
})

void t.test('another failure is another class, with edges of its own', async t => {
  const crash: TestResult = { outcome: 'fail', symptom: 'crash', because: 'QEMU died' }
  const report = await reported({
    ...{ '5.2.0': well, '7.2.22': well, '8.0.50': crash, '10.0.13': stuck, '11.1.3': stuck },
  })
  t.match(report.edges, [
    { from: 'pass', to: 'crash', version: '8.0.50 Debian' },
    {
      ...{ from: 'crash', to: 'stuck', version: '10.0.13 Debian' },
      before: {
        version: '8.0.50 Debian',
        symptom: 'crash',
        classes: [{ class: 'crash' }],
        because: 'QEMU died',
      },
    },
  ])
  t.match(
    report.steps.find(({ version }) => version === '8.0.50 Debian'),
    { outcome: 'fail', symptom: 'crash', because: 'QEMU died' },
  )
})
