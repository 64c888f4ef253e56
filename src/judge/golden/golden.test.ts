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
import { timed } from '../expectation/timed.ts'
import { parseJournal } from '../journal-text.ts'
import { judgeCase } from '../verdict.ts'
import { golden } from './golden.fixture.ts'
import type { Said } from './said.fixture.ts'

const folder = join(process.cwd(), 'fixtures', 'journals')
const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
  readonly [name: string]: Said
}

/** The cases of the golden journals, by the id that stands in their first line. */
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
  'open-write-close': { expect: [timed({ closes: 'port closed' })] },
  debugcon: { known: [{ qemu: '*', symptom: 'freeze', why: 'blocks' }], expect: [stalled(), alive()] },
}

for (const [name, said] of Object.entries(index)) {
  t.test(`golden journal ${name}`, async t => {
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

t.test('every journal is in the index, and the other way round', async t => {
  const names = readdirSync(folder).filter(file => file.endsWith('.jsonl'))
  t.same(names.map(name => name.replace('.jsonl', '')).sort(), Object.keys(index).sort())
  t.ok(names.length >= Object.keys(golden).length)
})
