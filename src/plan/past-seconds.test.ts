import t from 'tap'
import { passed } from '../report/result.fixture.ts'
import { pastSeconds } from './past-seconds.ts'

void t.test('the median of the same case on the same label', async t => {
  const on = (label: string, seconds: number) =>
    passed({ qemu: { label, path: '/q', version: '7.2.22' }, seconds })
  const secondsOf = pastSeconds([on('a', 9), on('a', 90), on('a', 10), on('b', 3), passed({ case: 'x' })])
  t.equal(secondsOf('unix-server', 'a'), 10)
  t.equal(secondsOf('unix-server', 'b'), 3)
  t.equal(secondsOf('unix-server', 'c'), null)
  t.equal(pastSeconds([])('unix-server', 'a'), null)
})
