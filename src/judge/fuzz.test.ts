import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import type { Case } from '../model/case/case.ts'
import type { History, Json } from '../model/contract/observation.ts'
import { misfit, record } from '../model/contract/schema.ts'
import { verdictFields } from '../model/contract/verdict.ts'
import { mutatedJson } from '../model/fuzz/mutated.fixture.ts'
import { readOrRefused, tries } from '../model/fuzz/survives.fixture.ts'
import { allCases } from '../plan/catalogue.ts'
import { evidenceMarkup } from '../report/page/evidence/evidence-markup.ts'
import { journalText, parseJournal } from './journal-text.ts'
import { judgeCase } from './verdict.ts'

const folder = join(process.cwd(), 'fixtures', 'journals')
const texts = ['recorded', 'stories'].flatMap(name =>
  readdirSync(join(folder, name))
    .filter(file => file.endsWith('.jsonl'))
    .map(file => readFileSync(join(folder, name, file), 'utf8')),
)
const verdict = record(verdictFields)

void t.test(
  'a journal: read or refused; what is read gets a verdict of every case, and is shown',
  async t => {
    const cases = await allCases()
    fc.assert(
      fc.property(mutatedJson(texts), fc.nat(), (text, number) => {
        const history = readOrRefused(() => parseJournal(text))
        if (history === null) return
        const played = cases[number % cases.length]
        if (played !== undefined) readOrRefused(() => judged(played, history))
      }),
      tries(150),
    )
    t.pass()
  },
)

const names = [
  ...[
    'threads',
    'name',
    'role',
    'tid',
    'state',
    'wchan',
    'syscall',
    'file',
    'cpuPercent',
    'held',
    'guest',
    'reason',
  ],
  ...['toString', 'valueOf', 'constructor'],
]

/** Data of QEMU's, which no schema describes, with the names that we look for and some that objects have anyway. */
const { data } = fc.letrec<{ data: Json }>(tie => ({
  data: fc.oneof(
    {
      weight: 3,
      arbitrary: fc.constantFrom<Json>('vcpu', 'main', 'guest', 'futex', 'console', '', 0, 50, true, null),
    },
    { weight: 1, arbitrary: fc.array(tie('data'), { maxLength: 3 }) },
    {
      weight: 2,
      arbitrary: fc.dictionary(fc.constantFrom(...names), tie('data'), { maxKeys: 4, noNullPrototype: true }),
    },
  ),
}))

void t.test('whatever QEMU and its threads say of themselves', async t => {
  const cases = await allCases()
  const journal = readFileSync(join(folder, 'recorded', 'debugcon-freezes.jsonl'), 'utf8')
  const history = parseJournal(journal).filter(({ kind }) => kind !== 'evidence')
  const at = history.findLast(({ kind }) => kind === 'cut')?.at ?? 0
  const facts = fc.array(
    fc.oneof(
      fc.record({
        kind: fc.constant('evidence' as const),
        name: fc.constantFrom('threads', 'console', 'query-status'),
        data: fc.oneof(
          data,
          data.map(threads => ({ threads })),
          data.map(one => ({ threads: [one] })),
        ),
      }),
      fc.record({
        kind: fc.constant('qmp-event' as const),
        event: fc.constantFrom('SHUTDOWN', 'STOP', 'DEVICE_DELETED'),
        data,
      }),
    ),
    { minLength: 1, maxLength: 3 },
  )
  const exited = { at, kind: 'qemu', event: 'exited', code: 0, signal: null, words: '' } as const
  fc.assert(
    fc.property(facts, fc.nat(), fc.boolean(), (said, number, ends) => {
      const end = history.findIndex(fact => fact.at > at)
      const more = [...said.map(fact => ({ at, ...fact })), ...(ends ? [exited] : [])]
      const played = cases[number % cases.length]
      if (played !== undefined) readOrRefused(() => judged(played, history.toSpliced(end, 0, ...more)))
    }),
    tries(150),
  )
  t.pass()
})

function judged(played: Case, history: History): void {
  const { freeze, ...rest } = judgeCase(played, history)
  const all = { ...rest, ...(freeze && { freeze }) }
  const fault = misfit(verdict, JSON.parse(JSON.stringify(all)))
  if (fault !== null) throw new Error(`not a verdict: ${fault}`)
  const broken = all.findings.find(({ because }) => because.startsWith("the judge '"))
  if (broken !== undefined) throw new Error(broken.because)
  evidenceMarkup(freeze, { history }, 'cell-1')
  // As merge writes it again.
  parseJournal(journalText(history))
}
