import fc from 'fast-check'
import t from 'tap'
import { farewellIn, panicIn } from '../model/farewell.ts'
import { mutatedBytes } from '../model/fuzz/mutated.fixture.ts'
import { readOrRefused, tries } from '../model/fuzz/survives.fixture.ts'
import { parseBeat } from './heartbeat.ts'
import { lineTaker } from './lines.ts'
import { parseSample } from './progress.ts'

const output = `[    1.234567] Kernel panic - not syncing: Attempted to kill init!\r
ready\r
b 12 3.45
p 71 4423680 S wait_port_writable 1 9.21
r 71 4423680 D 0 1 9.21
[    9.1] reboot: Power down
`

void t.test(
  'whatever a guest prints is a line, a beat or a sample that a journal can hold, or nothing',
  async t => {
    fc.assert(
      fc.property(mutatedBytes(Buffer.from(output)), fc.nat({ max: 40 }), (bytes, size) => {
        const text = bytes.toString('latin1')
        const lines: string[] = []
        const take = lineTaker(line => lines.push(line))
        for (let at = 0; at < text.length; at += size + 1) take(text.slice(at, at + size + 1))
        t.same(
          lines,
          text
            .split('\n')
            .slice(0, -1)
            .map(line => line.replace(/\r$/, '')),
        )
        for (const line of lines) {
          const { count = 0, guestMs = 0 } = readOrRefused(() => parseBeat(line)) ?? {}
          const {
            bytes = 0,
            readBytes = 0,
            guestMs: uptimeMs = 0,
          } = readOrRefused(() => parseSample(line)) ?? {}
          for (const number of [count, guestMs, bytes, readBytes, uptimeMs])
            if (!Number.isSafeInteger(number) || number < 0) throw new Error(`${line}: ${number}`)
        }
        readOrRefused(() => [panicIn(text), farewellIn(text)])
      }),
      tries(100),
    )
    t.pass()
  },
)

void t.test('a guest that prints without end', async t => {
  let lines: string[] = []
  const take = lineTaker(line => lines.push(line))
  const printed = readOrRefused(() => {
    for (let count = 0; count < 20_000; count++) take('x'.repeat(1000))
    take('\nnext\n')
    return lines
  })
  t.match(printed, [/^x{16384}…$/, 'next'])
  lines = []
  for (const digits of ['9'.repeat(400), '1e999'])
    for (const line of [
      `b ${digits} 1.5`,
      `b 1 ${digits}.5`,
      `p 1 ${digits} S x 1 1.5`,
      `p 1 1 S x 1 ${digits}`,
    ])
      t.same([parseBeat(line), parseSample(line)], [null, null], line.slice(0, 20))
  for (const unit of ['Kernel panic', ' ', '[ ', '] ', '] reboot: '])
    readOrRefused(() => [panicIn(unit.repeat(100_000)), farewellIn(unit.repeat(100_000))])
})
