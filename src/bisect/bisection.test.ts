import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Outcome, Symptom } from '../model/contract/verdict.ts'
import { type Bisection, bisect } from './bisection.ts'
import { BuildCache } from './git/build-cache.ts'
import { gitSource } from './git/git-source.ts'
import { TinyRepo } from './git/tiny-repo.fixture.ts'
import { WorkTree } from './git/work-tree.ts'
import { type LogEvent, logText, parseLog } from './log.ts'
import { graphOf } from './search/graph.ts'
import { refusalOf } from './search/refusal.ts'
import { usualRules } from './search/rules.ts'
import type { Search, SearchInput } from './search/search.ts'
import { randomFrom } from './search/simulated-bisection.fixture.ts'
import { listSettings } from './settings.fixture.ts'
import { Untestable } from './source.ts'

const { signal } = new AbortController()

/** A real history of a tiny program that prints how it behaves; `half` does so in half of its runs. */
interface Tiny {
  readonly commits: readonly string[]
  readonly input: SearchInput
  readonly bisection: Bisection
  /** Whether the next run shall be interrupted. */
  interrupt: AbortController | null
}

async function tiny(t: Test, kinds: readonly string[], different: Partial<SearchInput> = {}): Promise<Tiny> {
  const folder = t.testdir()
  const repo = await TinyRepo.make(join(folder, 'repo'))
  const commits: string[] = []
  for (const [index, kind] of kinds.entries()) {
    commits.push(await repo.commit(`change ${index}`, { kind, number: `${index}` }))
  }
  const origin = {
    ...{ kind: 'git' as const, repo: repo.path, before: commits[0] ?? '', after: commits.at(-1) ?? '' },
    ...{ firstParent: false, build: `grep -qv broken kind && cp kind qemu && chmod +x qemu`, binary: 'qemu' },
    buildLimitMs: 30_000,
  }
  const source = await gitSource(
    origin,
    {
      tree: new WorkTree(repo.path, join(folder, 'tree')),
      cache: new BuildCache(join(folder, 'builds'), 1e9),
      logs: join(folder, 'logs'),
      ...{ env: {}, onProgress: () => undefined },
    },
    signal,
  )
  const rules = usualRules
  const input: SearchInput = {
    graph: graphOf(source.revisions),
    ...origin,
    goal: 'first-bad',
    symptom: null,
    rules,
    mostBuilds: null,
    ...different,
  }
  const random = randomFrom(5)
  const made: Tiny = {
    commits,
    input,
    interrupt: null,
    bisection: {
      ...{ input, source, signal, log: () => undefined, onStep: async () => undefined },
      run: async program => {
        made.interrupt?.abort(new Error('interrupted'))
        const [kind = ''] = readFileSync(join(program, '../bin/qemu'), 'utf8').split('\n')
        return { ...verdict(kind, random()), findings: [], seconds: 1 }
      },
    },
  }
  return made
}

const failures: Readonly<Record<string, Symptom>> = { loss: 'loss', crash: 'crash', freeze: 'freeze' }

function verdict(kind: string, chance: number): { outcome: Outcome; symptom?: Symptom; because: string } {
  if (kind === 'dead') throw new Untestable('it does not start')
  if (kind === 'unsure') return { outcome: 'inconclusive', because: 'no proof' }
  const symptom = kind === 'half' ? (chance < 0.5 ? failures['loss'] : undefined) : failures[kind]
  if (symptom === undefined) return { outcome: 'pass', because: 'all is well' }
  return { outcome: 'fail', symptom, because: `there was ${symptom}` }
}

/** The edges, with the numbers of their commits: their names differ from one repository to the next. */
function edges({ commits }: Tiny, { edges }: Search): string[] {
  return edges.map(({ from, to, among }) => `${from} → ${to} ${among.map(id => commits.indexOf(id)).join()}`)
}

void t.test('past revisions that do not build, do not start, crash, are inconclusive or flaky', async t => {
  const kinds = [
    'well',
    'well',
    'broken',
    'well',
    'dead',
    'well',
    'half',
    'loss',
    'crash',
    'unsure',
    'loss',
    'loss',
  ]
  const made = await tiny(t, kinds)
  const { commits } = made
  const end = await bisect(made.bisection, [])
  t.same(edges(made, end).toSorted(), ['crash → loss 9,10', 'loss → crash 8', 'pass → loss 6'])
  const [edge] = end.edges.filter(({ from }) => from === 'pass')
  t.match(edge, { before: [commits[5]], after: [commits[6]] })
  t.ok((edge?.confidence ?? 0) > 0.99)
})

void t.test('a bisection that is interrupted again and again gives the same answer', async t => {
  const kinds = ['well', 'well', 'broken', 'well', 'well', 'loss', 'crash', 'loss']
  const whole = await tiny(t, kinds)
  const all: LogEvent[] = []
  const end = await bisect(whole.bisection, all)
  const parts = await tiny(t, kinds)
  let log = ''
  for (;;) {
    const interrupt = new AbortController()
    const events = [...parse(log)]
    let count = 0
    const record = (event: LogEvent) => {
      log += logText(event)
      if (++count === 2) parts.interrupt = interrupt
    }
    parts.interrupt = null
    try {
      const again = await bisect({ ...parts.bisection, log: record, signal: interrupt.signal }, events)
      t.same(edges(parts, again), edges(whole, end))
      break
    } catch (error) {
      t.match(error, { message: 'interrupted' })
      log += '{"at":"…","kind":"ra' // The machine crashes while a line is written.
      log = log.slice(0, log.lastIndexOf('\n') + 1)
    }
  }
  const runs = (events: readonly LogEvent[]) =>
    events.flatMap(event => (event.kind === 'ran' ? [`${event.to} ${event.outcome}`] : []))
  t.same(runs(parse(log)), runs(all), 'no run is lost, none is repeated')
})

const settings = listSettings('reconnect', [])

function parse(log: string): readonly LogEvent[] {
  return parseLog(logText({ at: '2026-01-01T00:00:00Z', ...settings }) + log, 'log.jsonl').events
}

void t.test('the commit that fixed the bug', async t => {
  const kinds = ['freeze', 'freeze', 'broken', 'well', 'well', 'well']
  const made = await tiny(t, kinds, { goal: 'first-good' })
  const end = await bisect(made.bisection, [])
  t.same(edges(made, end), ['freeze → pass 2,3'], 'the one that does not build may be it')
})

void t.test('each edge between three classes, in the log as well', async t => {
  const kinds = ['freeze', 'freeze', 'crash', 'crash', 'well', 'well']
  const made = await tiny(t, kinds, { goal: null })
  const events: LogEvent[] = []
  t.same(edges(made, await bisect(made.bisection, events)), ['freeze → crash 2', 'crash → pass 4'])
  t.match(
    events.filter(({ kind }) => kind === 'edge'),
    [
      { from: 'freeze', to: 'crash', among: [made.commits[2]] },
      { from: 'crash', to: 'pass', among: [made.commits[4]] },
    ],
  )
  const one = await tiny(t, kinds, { goal: null, symptom: 'freeze' })
  t.same(edges(one, await bisect(one.bisection, [])), ['freeze → crash 2'])
})

void t.test('with --old and --new the verdicts decide the goal', async t => {
  const made = await tiny(t, ['loss', 'well', 'well'], { goal: null })
  t.same(edges(made, await bisect(made.bisection, [])), ['loss → pass 1'])
})

const refused: readonly [string, readonly string[], Partial<SearchInput>, RegExp][] = [
  [
    'swapped ends',
    ['loss', 'well', 'well'],
    {},
    /the symptom loss showed in 4 of 4 runs of the older end .* and in 0 of 4 runs of the newer end .*: swap the ends, or.*--find-fix/,
  ],
  ['a fix that is none', ['well', 'loss'], { goal: 'first-good' }, /came between them.*leave out --find-fix/],
  ['two ends with it', ['loss', 'loss'], {}, /expected ends that differ.*choose an end without it/],
  [
    'two ends without',
    ['well', 'well'],
    {},
    /expected ends that differ, but a failure.*choose an end with it/,
  ],
  ['flaky ends', ['half', 'half'], {}, /expected ends that (differ|can be told apart)/],
  [
    'an end that does not build',
    ['broken', 'loss'],
    {},
    /expected to test both ends, but .*\(change 0\).*the build failed.*fix what keeps it from being run$/,
  ],
]

for (const [name, kinds, different, words] of refused) {
  void t.test(`${name}: refused`, async t => {
    const { bisection, input } = await tiny(t, kinds, different)
    const events: LogEvent[] = []
    const end = await bisect(bisection, events)
    if (end.next.kind !== 'refuse') throw new Error(`it went on to ${end.next.kind}`)
    const names = new Map()
    for (const id of [input.before, input.after]) names.set(id, await bisection.source.nameOf(id, signal))
    t.match(refusalOf(end.next, end, names), { name: 'UsageError', message: words })
  })
}

void t.test('a file that is not a log', async t => {
  const at = '2026-01-01T00:00:00Z'
  t.throws(() => parseLog('', 'x'), { name: 'UsageError', message: /x does not begin with its settings/ })
  const first = { at, ...settings }
  const git = {
    kind: 'git',
    repo: '/r',
    firstParent: false,
    build: 'b',
    binary: 'q',
    buildLimitMs: 1,
  } as const
  const ends = { before: 'HEAD~1', after: 'a'.repeat(40) }
  for (const [edited, why] of [
    [[first, first], /those of several bisections/],
    [[{ ...first, bound: 0 }], /bound 0/],
    [[{ ...first, bound: 2 }], /bound 2/],
    [[{ ...first, mostRuns: 1 }], /mostRuns 1/],
    [[{ ...first, mostBuilds: 0 }], /mostBuilds 0/],
    [[{ ...first, origin: { ...git, ...ends } }], /the end HEAD~1 is no full commit id/],
  ] as const)
    t.throws(() => parseLog(edited.map(logText).join(''), 'x'), { name: 'UsageError', message: why })
  t.throws(() => parse(`{"at":"${at}","kind":"ran","id":"a"}\n`), {
    message: /in log\.jsonl, line 2: to: expected one of ends, turn, check, got nothing/,
  })
  t.throws(() => parse('rubbish\n'), { message: /line 2: it is not JSON: "rubbish"/ })
  t.same(parse('{"kind":"ra'), [], 'but the last line may be cut short')
  const ran = {
    ...{ at, kind: 'ran', id: 'a', to: 'turn', outcome: 'pass', because: 'well', findings: [], seconds: 1 },
  }
  t.match(parse(`${JSON.stringify(ran)}\n`), [ran])
  const edited: readonly [object, RegExp][] = [
    [{ ...ran, outcome: 'fial' }, /outcome: expected one of pass, fail/],
    [{ ...ran, symptom: 'frost' }, /symptom: expected one of freeze/],
    [{ at, kind: 'settled', hunt: 'foo', symptom: 'loss' }, /hunt: expected one of first-bad/],
    [{ at, ...settings, origin: {} }, /origin\.kind: expected one of git, list, got nothing/],
    [{ at, ...settings, run: {} }, /run\.accel: expected one of auto/],
  ]
  for (const [line, words] of edited) t.throws(() => parse(`${JSON.stringify(line)}\n`), { message: words })
})
