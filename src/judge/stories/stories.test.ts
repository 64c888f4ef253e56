import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { CaseDefinition } from '../../model/case/case.ts'
import { counting, zeros } from '../content/payload.ts'
import { alive } from '../expectation/alive.ts'
import { flows } from '../expectation/flows.ts'
import { intact } from '../expectation/intact.ts'
import { keepsSaying } from '../expectation/keeps-saying.ts'
import { resumes } from '../expectation/resumes.ts'
import { stalled } from '../expectation/stalled.ts'
import { stays } from '../expectation/stays.ts'
import { journalText, parseJournal } from '../journal-text.ts'
import { judgeCase } from '../verdict.ts'
import { allStories } from './all-stories.fixture.ts'
import type { WantedVerdict } from './judged-story.fixture.ts'

const folder = join(process.cwd(), 'fixtures', 'journals', 'stories')
const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
  readonly [name: string]: WantedVerdict
}

/** The cases of the stories, by the id in their first line. */
const cases: { readonly [id: string]: Pick<CaseDefinition, 'known' | 'expect'> } = {
  'unix-server': {
    known: [{ qemu: '<1.5.0', symptom: 'freeze', why: 'no flow control' }],
    expect: [stalled(), alive(), resumes(), intact(zeros('1 MiB'))],
  },
  counting: { expect: [stalled(), alive(), resumes(), intact(counting({ lines: 1000 }))] },
  'half-close': {
    known: [{ qemu: '*', symptom: 'loss', why: 'an end is a disconnect' }],
    expect: [stalled(), alive(), stays()],
  },
  null: { known: [{ qemu: '*', symptom: 'stuck', why: 'never connected' }], expect: [alive(), flows()] },
  'named-pipe': { expect: [stalled(), alive(), keepsSaying(), resumes()] },
  debugcon: { known: [{ qemu: '*', symptom: 'freeze', why: 'blocks' }], expect: [stalled(), alive()] },
}

for (const [name, said] of Object.entries(index)) {
  t.test(`story ${name}`, async t => {
    const history = parseJournal(readFileSync(join(folder, `${name}.jsonl`), 'utf8'))
    const [run] = history
    const played = run?.kind === 'run' ? cases[run.case] : undefined
    if (played === undefined) throw new Error(`no case for ${name}`)
    const verdict = judgeCase(played, history)
    const { outcome, symptom, expected, because, findings } = verdict
    t.equal(outcome, said.outcome, because)
    t.equal(symptom, said.symptom, because)
    t.equal(expected, said.expected, because)
    t.match(because, new RegExp(said.because))
    const outcomes = Object.fromEntries(findings.map(({ name, outcome }) => [name, outcome]))
    t.match(outcomes, said.findings)
  })
}

t.test('the stored stories and their verdicts are those of the code', async t => {
  const names = readdirSync(folder).filter(file => file.endsWith('.jsonl'))
  t.same(names.map(name => name.replace('.jsonl', '')).sort(), Object.keys(allStories).sort())
  for (const [name, { history, said }] of Object.entries(allStories)) {
    const stored = parseJournal(readFileSync(join(folder, `${name}.jsonl`), 'utf8'))
    // The first line of most is of schema 1.
    t.equal(journalText(stored.slice(1)), journalText(history.slice(1)), name)
    t.same(index[name], said, name)
  }
})
