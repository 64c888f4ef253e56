import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { mutatedJson } from '../model/fuzz/mutated.fixture.ts'
import { readOrRefused, tries } from '../model/fuzz/survives.fixture.ts'
import { logText, parseLog } from './log.ts'

const folder = join(process.cwd(), 'fixtures', '0.1.0', 'bisect')
const logs = readdirSync(folder)
  .filter(name => name.endsWith('.log.jsonl'))
  .map(name => readFileSync(join(folder, name), 'utf8'))

void t.test(
  'the log of a bisection: read or refused; what is read is written again and read as the same',
  async t => {
    fc.assert(
      fc.property(mutatedJson(logs), text => {
        const found = readOrRefused(() => parseLog(text, 'log.jsonl'))
        if (found === null) return
        const { settings, events } = found
        const again = [{ at: '2026-01-03T02:00:00Z', ...settings }, ...events].map(logText).join('')
        t.notMatch(again, /[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/u)
        if (parseLog(again, 'log.jsonl').events.length !== events.length) throw new Error('another log')
      }),
      tries(150),
    )
    t.pass()
  },
)
