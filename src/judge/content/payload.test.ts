import t from 'tap'
import { counting, zeros } from './payload.ts'

t.test('the counting payload is what seq -w prints', async t => {
  t.match(counting({ lines: 9 }), { bytes: 18, width: 2 })
  t.match(counting({ lines: 500_000 }), { bytes: 3_500_000, width: 7 })
  t.throws(() => counting({ lines: 1.5 }), /whole|number of lines/)
  t.equal(zeros('64 MiB').bytes, 67_108_864)
})
