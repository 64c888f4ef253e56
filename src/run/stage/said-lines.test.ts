import t from 'tap'
import type { Fact } from '../../model/contract/observation.ts'
import { inputLimits } from '../../model/input-limits.ts'
import { SaidLines } from './said-lines.ts'

void t.test('of endless output the end, and a sign of life of each job, are kept', async t => {
  const facts: Fact[] = []
  let now = 0
  const said = new SaidLines({ now: () => now, append: fact => void facts.push(fact) })
  for (let line = 0; line < inputLimits.jobLines; line++) said.add('job2', `${line}`)
  t.equal(facts.length, inputLimits.jobLines)
  facts.length = 0
  for (; now < 10_000; now++) {
    if (now % 500 === 0) said.add('job1', 'tick')
    for (const word of ['x', 'y']) said.add('job2', `${now}${word}`)
  }
  const lines = (job: string) =>
    facts.flatMap(fact =>
      fact.kind === 'job' && fact.job === job && fact.event === 'said' ? [fact.text] : [],
    )
  t.equal(lines('job1').length, 20, 'a loop, whoever else prints')
  t.equal(lines('job2').length, 100, 'one line in 100 ms')
  t.same(
    facts.flatMap(fact => (fact.kind === 'note' ? [fact.text] : [])),
    [`the jobs have printed ${inputLimits.jobLines} lines: from here on, not each line is kept`],
  )
  said.end('job2')
  said.end('job1')
  t.same(lines('job2').slice(-3), ['9998y', '9999x', '9999y'])
  t.equal(lines('job1').length, 20)
})
