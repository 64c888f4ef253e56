import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type LogEvent, parseLog } from './log.ts'
import { listSource } from './qemu-list.ts'
import { graphOf } from './search/graph.ts'
import { searchAfter } from './search/logged-search.ts'
import { usualRules } from './search/rules.ts'

/** Logs of 0.1.0, described in fixtures/0.1.0/README.md. */
const golden = join(process.cwd(), 'fixtures', '0.1.0', 'bisect')
const read = (name: string) => parseLog(readFileSync(join(golden, `${name}.log.jsonl`), 'utf8'), name)

/** The events on one line each, without times. */
const eventsOf = (name: string) => read(name).events.map(summary)

function summary(event: LogEvent): string {
  // The label in a path; the first digits of a commit.
  const id = 'id' in event ? (/debian-\w+/.exec(event.id)?.[0] ?? event.id.slice(0, 4)) : ''
  switch (event.kind) {
    case 'ran':
      return [event.to, id, event.outcome, event.symptom ?? [], '·', event.findings.length].flat().join(' ')
    case 'unfit':
      return `${event.to} ${id} unfit: ${event.why.slice(0, 26)}`
    case 'settled':
      return `settled ${event.hunt} ${event.symptom}`
    case 'edge':
    case 'built':
    case 'skipped':
    case 'resumed':
    case 'order':
      return `${event.kind} ${id}`.trim()
  }
}

void t.test('a bisection over a list of QEMUs', async t => {
  const { settings } = read('list')
  t.match(settings, {
    ...{
      schema: 1,
      case: 'udp-read',
      hunt: 'first-good',
      symptom: null,
      bound: 0.2,
      mostRuns: 60,
      notes: [],
    },
    origin: {
      kind: 'list',
      qemus: [
        { label: 'debian-bookworm', version: '7.2.22' },
        { label: 'debian-trixie', version: '10.0.13' },
        { label: 'debian-sid', version: '11.1.3' },
      ],
    },
    run: { accel: 'auto', timeout: '120s', cacheSize: '8 GiB' },
  })
  t.strictSame(eventsOf('list'), [
    ...[
      'built debian-bookworm',
      'ends debian-bookworm fail stuck · 4',
      'ends debian-bookworm fail stuck · 4',
    ],
    ...['built debian-sid', 'ends debian-sid pass · 5', 'ends debian-sid pass · 5'],
    ...['settled first-good stuck', 'built debian-trixie', 'turn debian-trixie fail stuck · 4'],
    ...['check debian-sid pass · 5', 'check debian-sid pass · 5', 'check debian-trixie fail stuck · 4'],
  ])
})

void t.test('it replays: the same answer, without another run', async t => {
  const { settings, events } = read('list')
  const { origin, bound, symptom, hunt: goal } = settings
  if (origin.kind !== 'list') throw new Error('it was a list')
  const source = listSource(origin.qemus)
  const input = { ...source, graph: graphOf(source.revisions), goal, symptom, mostBuilds: null }
  const search = searchAfter({ ...input, rules: { ...usualRules, bound } }, events)
  t.match(search.next, { kind: 'done' })
  t.match(search.edges, [{ from: 'stuck', to: 'pass', among: [/debian-sid/] }])
})

void t.test('a bisection over a git history, with its runs', async t => {
  const { settings, events } = read('git')
  t.match(settings, {
    origin: {
      ...{ kind: 'git', repo: '/home/user/git/repo', before: /^bf51b2e9a79/, after: /^82cf99670d1/ },
      ...{ build: 'sh build.sh', binary: 'build/qemu-system-x86_64', firstParent: false },
      buildLimitMs: 3_600_000,
    },
    hunt: 'first-bad',
  })
  t.strictSame(eventsOf('git'), [
    ...['built 82cf', 'ends 82cf fail crash · 4', 'ends 82cf fail crash · 4'],
    ...['built bf51', 'ends bf51 pass · 4', 'ends bf51 pass · 4', 'settled first-bad crash'],
    ...['built 98d8', 'turn 98d8 pass · 4', 'built 6bfc', 'turn 6bfc fail crash · 4'],
    ...['check 6bfc fail crash · 4', 'check 98d8 pass · 4', 'check 98d8 pass · 4', 'check 98d8 pass · 4'],
  ])
  t.match(events[1], {
    ...{ at: /^2026-/, seconds: 8.03, because: 'QEMU ended by SIGSEGV during the run; it said nothing' },
    numbers: { longestSilenceMs: { ssh: Number } },
    dir: /^\/home\/user\/\S+\/runs\/reconnect-\w+$/,
  })
})

void t.test('a bisection that was interrupted, with revisions that could not be run', async t => {
  const { events } = read('narrowed')
  t.strictSame(eventsOf('narrowed'), [
    ...['built 97ed', 'ends 97ed fail crash · 4', 'ends 97ed fail crash · 4'],
    ...['built 04c4', 'ends 04c4 pass · 4', 'ends 04c4 pass · 4', 'settled first-bad crash', 'resumed'],
    ...[
      'turn f992 unfit: the build failed (status 2',
      'built 04c2',
      'turn 04c2 unfit: wanted /home/user/.cache/c',
    ],
    ...['built 72df', 'turn 72df pass · 4', 'built a81f', 'turn a81f fail crash · 4'],
    ...['check a81f fail crash · 4', 'check 72df pass · 4', 'check 72df pass · 4', 'check 72df pass · 4'],
  ])
  t.match(
    events.find(({ kind }) => kind === 'unfit'),
    { tail: /^building a QEMU that is broken\n.*error: expected ';'/ },
  )
})
