import t from 'tap'
import { huntReport } from '../model/contract/hunt-report.ts'
import type { CellQemu } from '../model/contract/result.ts'
import { misfit } from '../model/contract/schema.ts'
import type { Outcome, Symptom } from '../model/contract/verdict.ts'
import { hunt } from './hunt.ts'
import type { HuntEvent } from './hunt-log.ts'
import { reportOf } from './report.ts'
import type { Ground } from './search/course.ts'
import { graphOf } from './search/graph.ts'
import { usualRules } from './search/rules.ts'
import { type Source, Unfit } from './source.ts'
import { listSource } from './versions/list-source.ts'
import { listOrder } from './versions/order.fixture.ts'
import { orderQemus } from './versions/version-list.ts'

const { signal } = new AbortController()
const qemu = (version: string): CellQemu => ({ label: `${version} Debian`, path: `/q/${version}`, version })
const qemus = orderQemus(['11.1.3', '5.2.0', '10.0.13', '7.2.22', '8.0.50'].map(qemu), false)

type Played = { outcome: Outcome; symptom?: Symptom; because: string }
const stuck: Played = { outcome: 'fail', symptom: 'stuck', because: 'it never resumed' }
const well: Played = { outcome: 'pass', because: 'all arrived' }

/** A hunt, over the list unless told, in which each QEMU behaves in one way (null: it does not start). */
async function reported(behaviour: Readonly<Record<string, Played | null>>, source = listSource(qemus)) {
  const rules = usualRules
  const ground: Ground = { ...source, graph: graphOf(source.revisions), hunt: null, symptom: null, rules }
  const events: HuntEvent[] = []
  const end = await hunt(
    {
      ...{ ground, source, signal, record: () => undefined, turned: async () => undefined },
      play: async path => {
        const played = behaviour[path.slice(3)]
        if (!played) throw new Unfit('it does not start')
        return {
          ...played,
          findings: [{ name: 'resumes', outcome: 'pass', because: 'well' }],
          seconds: 1.5,
          dir: `${path}-run`,
        }
      },
    },
    events,
  )
  if (end.kind !== 'done') throw new Error(`it ended with ${end.kind}`)
  const names = new Map<string, Awaited<ReturnType<typeof source.named>>>()
  for (const version of Object.keys(behaviour)) {
    const path = `/q/${version}`
    names.set(path, await source.named(path, signal))
  }
  const order = listOrder('udp-read', qemus)
  return reportOf({
    ...{ order, ground, events, names, ...end },
    case: { id: 'udp-read', title: 'udp chardev' },
    reproduction: '#!/bin/sh\n',
    commandLine: dir => `qemu of ${dir}`,
  })
}

void t.test('a list in any order is searched by version', async t => {
  t.same(
    qemus.map(({ version }) => version),
    ['5.2.0', '7.2.22', '8.0.50', '10.0.13', '11.1.3'],
  )
  t.throws(() => orderQemus([qemu('7.2.22')], false), { message: /two QEMUs or more/ })
  t.throws(() => orderQemus([qemu('7.2.22'), qemu('7.2.22')], false), { message: /named twice/ })
  const twins = [qemu('8.0.50'), { ...qemu('8.0.50'), path: '/q/other' }]
  t.throws(() => orderQemus(twins, false), {
    message: /of different versions, but all are 8\.0\.50: .*--in-order/,
  })
  t.equal(orderQemus(twins, true).length, 2)
})

void t.test('what was found, both sides, and every step', async t => {
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
  t.equal(misfit(huntReport, report), null, 'it is as its schema says')
  const runs = report.steps.reduce((sum, step) => sum + step.runs, 0)
  t.equal(runs, report.totals.runs)
  t.equal(report.totals.runSeconds, runs * 1.5)
  for (const step of report.steps) {
    t.equal(step.doubt === undefined, step.to === 'ends' || step.version === '5.2.0 Debian')
  }
})

void t.test('what was skipped hides which one it is', async t => {
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

void t.test('a parent that lies before the range and cannot be run is told', async t => {
  const source: Source = {
    ...{ before: '/q/end', after: '/q/merge' },
    revisions: [
      { id: '/q/mended', parents: ['/q/old'] },
      { id: '/q/merge', parents: ['/q/end', '/q/mended'] },
    ],
    program: async id => ({ path: id, seconds: 0, cached: true }),
    named: async id => ({ rev: id.slice(3) }),
    close: async () => undefined,
  }
  const report = await reported({ end: stuck, old: null, mended: well, merge: well }, source)
  t.match(report.edges, [
    {
      ...{ from: 'stuck', to: 'pass', rev: 'mended' },
      before: { rev: 'old', outcome: 'skip', runs: 0, because: 'it does not start' },
    },
  ])
  t.same(report.notes, ['old, a parent of it, could not be run: how it behaves is not known'])
})

void t.test('another failure is not that bug', async t => {
  const crash: Played = { outcome: 'fail', symptom: 'crash', because: 'QEMU died' }
  const report = await reported({
    ...{ '5.2.0': well, '7.2.22': well, '8.0.50': crash, '10.0.13': stuck, '11.1.3': stuck },
  })
  t.match(report.edges[0].oneOf, { length: 2 })
  t.match(
    report.steps.find(({ version }) => version === '8.0.50 Debian'),
    { outcome: 'skip', runs: 2, shown: 0, because: 'another failure (crash): QEMU died' },
  )
})
