import t from 'tap'
import { InfraError } from '../model/errors.ts'
import { multiplexer } from './multiplexer.ts'
import type { Reporter } from './reporter.ts'
import { passed } from './result.fixture.ts'

function listener(heard: string[]): Reporter {
  return {
    name: 'listener',
    begin: ({ cells }) => heard.push(`begin ${cells}`),
    cellStarted: cell => heard.push(`started ${cell.case}`),
    phase: (cell, text) => heard.push(`${cell.case} ${text}`),
    cellEnded: result => heard.push(`ended ${result.outcome}`),
    end: results => heard.push(`end ${results.length}`),
  }
}

function tell(reporter: Required<Reporter>): void {
  reporter.begin({ cells: 1 })
  reporter.cellStarted(passed())
  reporter.phase(passed(), 'boots')
  reporter.cellEnded(passed())
  reporter.end([passed()], 1)
}

const all = ['begin 1', 'started unix-server', 'unix-server boots', 'ended pass', 'end 1']

void t.test('every reporter hears everything; one may leave hooks out', async t => {
  const first: string[] = []
  const second: string[] = []
  tell(multiplexer([listener(first), { name: 'deaf' }, listener(second)]))
  t.strictSame([first, second], [all, all])
})

void t.test('a reporter that throws stops neither the others nor its own end, and is named', async t => {
  const heard: string[] = []
  let ended = false
  const broken: Reporter = {
    name: 'broken',
    cellEnded() {
      throw new Error('no space left on device')
    },
    end() {
      ended = true
      throw new Error('and again')
    },
  }
  t.throws(
    () => tell(multiplexer([broken, listener(heard)])),
    new InfraError('the report is incomplete: broken: no space left on device'),
  )
  t.strictSame(heard, all)
  t.ok(ended)
})
