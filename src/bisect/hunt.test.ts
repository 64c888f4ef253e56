import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Outcome, Symptom } from '../model/contract/verdict.ts'
import { BuildCache } from './git/build-cache.ts'
import { gitSource } from './git/git-source.ts'
import { TinyRepo } from './git/tiny-repo.fixture.ts'
import { WorkTree } from './git/work-tree.ts'
import { type End, type Hunter, hunt } from './hunt.ts'
import { type HuntEvent, logText, parseLog } from './hunt-log.ts'
import type { Ground } from './search/course.ts'
import { graphOf } from './search/graph.ts'
import { refusalOf } from './search/refusal.ts'
import { usualRules } from './search/rules.ts'
import { randomFrom } from './search/simulated-hunt.fixture.ts'
import { Unfit } from './source.ts'
import { listOrder } from './versions/order.fixture.ts'

const { signal } = new AbortController()

/** A real history of a tiny program that prints how it behaves; `half` does so in half of its runs. */
interface Tiny {
  readonly commits: readonly string[]
  readonly ground: Ground
  readonly hunter: Hunter
  /** Whether the next run shall be interrupted. */
  interrupt: AbortController | null
}

async function tiny(t: Test, kinds: readonly string[], different: Partial<Ground> = {}): Promise<Tiny> {
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
      ...{ env: {}, onProgress: () => undefined, started: () => undefined },
    },
    signal,
  )
  const rules = usualRules
  const ground: Ground = {
    graph: graphOf(source.revisions),
    ...origin,
    hunt: 'first-bad',
    symptom: null,
    rules,
    ...different,
  }
  const random = randomFrom(5)
  const made: Tiny = {
    commits,
    ground,
    interrupt: null,
    hunter: {
      ...{ ground, source, signal, record: () => undefined, turned: async () => undefined },
      play: async program => {
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
  if (kind === 'dead') throw new Unfit('it does not start')
  if (kind === 'unsure') return { outcome: 'inconclusive', because: 'it proves nothing' }
  const symptom = kind === 'half' ? (chance < 0.5 ? failures['loss'] : undefined) : failures[kind]
  if (symptom === undefined) return { outcome: 'pass', because: 'all is well' }
  return { outcome: 'fail', symptom, because: `there was ${symptom}` }
}

/** Which of the commits were found: names differ from one repository to the next. */
function numbers({ commits }: Tiny, end: End): number[] {
  return found(end).map(id => commits.indexOf(id))
}

function found(end: End): readonly string[] {
  return end.kind === 'done' ? end.found.among : []
}

void t.test('past what does not build, does not start, crashes, proves nothing or flickers', async t => {
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
  const { hunter, commits } = await tiny(t, kinds)
  const events: HuntEvent[] = []
  const end = await hunt(hunter, events)
  t.same(found(end), [commits[6]])
  t.match(end, { symptom: 'loss', found: { before: [commits[5]], after: [commits[6]] } })
  t.ok(end.kind === 'done' && end.found.confidence > 0.99)
})

void t.test('a hunt that is interrupted again and again ends where one ends that was not', async t => {
  const kinds = ['well', 'well', 'broken', 'well', 'well', 'loss', 'crash', 'loss']
  const whole = await tiny(t, kinds)
  const all: HuntEvent[] = []
  const end = await hunt(whole.hunter, all)
  const parts = await tiny(t, kinds)
  let log = ''
  for (;;) {
    const interrupt = new AbortController()
    const events = [...parse(log)]
    let count = 0
    const record = (event: HuntEvent) => {
      log += logText(event)
      if (++count === 2) parts.interrupt = interrupt
    }
    parts.interrupt = null
    try {
      const again = await hunt({ ...parts.hunter, record, signal: interrupt.signal }, events)
      t.same(numbers(parts, again), numbers(whole, end))
      break
    } catch (error) {
      t.match(error, { message: 'interrupted' })
      log += '{"at":"…","kind":"ra' // A crash of the machine amid a line.
      log = log.slice(0, log.lastIndexOf('\n') + 1)
    }
  }
  const told = (events: readonly HuntEvent[]) =>
    events.flatMap(event => (event.kind === 'ran' ? [`${event.to} ${event.outcome}`] : []))
  t.same(told(parse(log)), told(all), 'no run is lost, none is made twice')
})

const order = listOrder('reconnect', [])

function parse(log: string): readonly HuntEvent[] {
  return parseLog(logText({ at: '2026-01-01T00:00:00Z', ...order }) + log, 'log.jsonl').events
}

void t.test('the commit that mended it', async t => {
  const kinds = ['freeze', 'freeze', 'broken', 'well', 'well', 'well']
  const { hunter, commits } = await tiny(t, kinds, { hunt: 'first-good' })
  const end = await hunt(hunter, [])
  t.same(found(end), [commits[2], commits[3]], 'what does not build may be it')
  t.match(end, { symptom: 'freeze', range: { hunt: 'first-good' } })
})

void t.test('with old and new the verdicts say what is hunted', async t => {
  const { hunter, commits } = await tiny(t, ['loss', 'well', 'well'], { hunt: null })
  const end = await hunt(hunter, [])
  t.match(end, { kind: 'done', range: { hunt: 'first-good' } })
  t.same(found(end), [commits[1]])
})

const refused: readonly [string, readonly string[], Partial<Ground>, RegExp][] = [
  [
    'swapped ends',
    ['loss', 'well', 'well'],
    {},
    /older end .* in 4 of 4 runs, with the newer .* in 0 of 4 runs: the ends are swapped, or.*--find-fix/,
  ],
  ['a fix that is none', ['well', 'loss'], { hunt: 'first-good' }, /came between them.*without --find-fix/],
  ['two ends with it', ['loss', 'loss'], {}, /wanted ends that differ.*choose an end without it/],
  ['two ends without', ['well', 'well'], {}, /wanted ends that differ, but a failure.*choose an end with it/],
  ['ends that flicker', ['half', 'half'], {}, /wanted ends that (differ|can be told apart)/],
  [
    'an end that does not build',
    ['broken', 'loss'],
    {},
    /wanted to judge the ends, but .*\(change 0\).*the build failed.*mend what keeps it from being run$/,
  ],
  ['an end that fails otherwise', ['crash', 'loss'], {}, /another failure \(crash\).*--symptom/],
]

for (const [name, kinds, different, words] of refused) {
  void t.test(`${name}: refused`, async t => {
    const { hunter, ground } = await tiny(t, kinds, different)
    const events: HuntEvent[] = []
    const end = await hunt(hunter, events)
    if (end.kind !== 'refuse') throw new Error(`it went on to ${end.kind}`)
    const names = new Map()
    for (const id of [ground.before, ground.after]) names.set(id, await hunter.source.named(id, signal))
    t.match(refusalOf(end, ground, events, names), { name: 'UsageError', message: words })
  })
}

void t.test('a log that is none', async t => {
  const at = '2026-01-01T00:00:00Z'
  t.throws(() => parseLog('', 'x'), { name: 'UsageError', message: /x does not begin like one/ })
  t.throws(() => parse(`{"at":"${at}","kind":"ran","id":"a"}\n`), {
    message: /in log\.jsonl, line 2, to: expected one of ends, turn, check, got nothing/,
  })
  t.throws(() => parse('rubbish\n'), { message: /line 2 is no JSON: "rubbish"/ })
  t.same(parse('{"kind":"ra'), [], 'but the last line may be cut short')
  const ran = {
    ...{ at, kind: 'ran', id: 'a', to: 'turn', outcome: 'pass', because: 'well', findings: [], seconds: 1 },
  }
  t.match(parse(`${JSON.stringify(ran)}\n`), [ran])
  const edited: readonly [object, RegExp][] = [
    [{ ...ran, outcome: 'fial' }, /outcome: expected one of pass, fail/],
    [{ ...ran, symptom: 'frost' }, /symptom: expected one of freeze/],
    [{ at, kind: 'settled', hunt: 'foo', symptom: 'loss' }, /hunt: expected one of first-bad/],
    [{ at, ...order, origin: {} }, /origin\.kind: expected one of git, list, got nothing/],
    [{ at, ...order, run: {} }, /run\.accel: expected one of auto/],
  ]
  for (const [line, words] of edited) t.throws(() => parse(`${JSON.stringify(line)}\n`), { message: words })
})
