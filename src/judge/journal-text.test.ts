import t from 'tap'
import { UsageError } from '../model/errors.ts'
import { parseJournal } from './journal-text.ts'
import { begin, story, well } from './stories/story.fixture.ts'

const history = story(begin(), well(1000, 1300))
const text = history.map(fact => `${JSON.stringify(fact)}\n`).join('')

t.test('a journal is read as it was written', async t => {
  t.same(parseJournal(text), history)
})

t.test('a half-written last line is left out', async t => {
  t.same(parseJournal(text.slice(0, -9)), history.slice(0, -1))
  t.same(parseJournal(`${text}{"at":9`), history)
})

t.test('any other broken line is named', async t => {
  t.throws(() => parseJournal(text.replace('"kind":"beat"', '"kind":"be')), /line 4 of the journal/)
  t.throws(() => parseJournal(`${text}{"at":9\n`), UsageError, 'a whole line, with its newline')
  t.throws(() => parseJournal(`${text}{"at":9999,"kind":"phase","phase":"later"}`), /line \d+/)
  t.throws(() => parseJournal(`${text}{"at":9999,"kind":"toString"}\n`), UsageError)
  t.throws(() => parseJournal(`${text}{"at":1,"kind":"note","text":""}\n`), /goes back in time/)
  const other = (process: number) =>
    parseJournal(`${text}{"at":9999,"kind":"memory","process":${process},"bytes":1}\n`)
  t.ok(other(2))
  for (const process of [0, 1]) t.throws(() => other(process), /process: expected a whole number from 2/)
})

t.test('a journal begins with a run line, of schema 1 or 2', async t => {
  t.throws(() => parseJournal(''), /empty/)
  t.throws(() => parseJournal('not a journal'), UsageError)
  t.throws(
    () => parseJournal(text.replace('"schema":2', '"schema":3')),
    /it has schema 3, this version reads/,
  )
  t.equal(parseJournal(text.replace('"schema":2', '"schema":1')).length, history.length)
  t.throws(() => parseJournal(text.slice(text.indexOf('\n') + 1)), /begins with a 'run' line/)
})
