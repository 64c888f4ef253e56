import t from 'tap'
import { event } from '../model/contract/document.ts'
import { misfit } from '../model/contract/schema.ts'
import { jsonl } from './jsonl.ts'
import { frozen, hostile, hostileText, passed, testRun, written } from './result.fixture.ts'
import { schemaComplaint } from './schema.fixture.ts'

const events = (...results: Parameters<typeof written>[1]) =>
  written(write => jsonl(write, testRun), results)
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as { event: string; [field: string]: unknown })

void t.test('everything that is heard is one line, and as documented', async t => {
  const told = events(passed({ repeat: 1 }), frozen({ dir: '/runs/1' }))
  t.strictSame(
    told.map(({ event }) => event),
    ['begin', 'cell-started', 'phase', 'cell-ended', 'cell-started', 'phase', 'cell-ended', 'end'],
  )
  for (const one of told) {
    t.equal(schemaComplaint(one, '/$defs/event'), null)
    t.equal(misfit(event, one), null)
  }
  t.match(told[0], { schema: 2, tool: testRun.tool, command: testRun.command, cells: 2 })
  t.match(told[1], { case: 'unix-server', repeat: 1 }, 'several repeats may run at a time')
  t.match(told[2], { case: 'unix-server', repeat: 1, text: 'booting unix-server' })
  t.match(told[7], { cells: 2, exitCode: 0 })
  const { dir, ...rest } = frozen({ dir: '/runs/1' })
  t.strictSame(told[6]?.['result'], { ...rest, dir })
})

void t.test('a test run that was interrupted leads to no exit code of its own', async t => {
  const end = written(write => jsonl(write, testRun), [passed()], 2)
    .trimEnd()
    .split('\n')
    .at(-1)
  t.strictSame(JSON.parse(end ?? ''), { event: 'end', cells: 1 })
  t.equal(schemaComplaint(JSON.parse(end ?? ''), '/$defs/event'), null)
})

void t.test('a line is a line, whatever is in it', async t => {
  const told = events(hostile())
  t.equal(told.length, 5)
  t.match(told[3], { result: { because: hostileText } })
})
