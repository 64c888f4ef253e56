import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { ProgressEvent } from '../../model/progress-event.ts'
import { buildProgress } from './build-progress.ts'

void t.test('where the output goes, then how long it takes and the last line, then nothing', async t => {
  const log = join(t.testdir(), 'log')
  writeFileSync(log, '[1/7] cc a.c\n[2/7] cc b.c\n')
  const events: ProgressEvent[] = []
  {
    using _ = buildProgress(log, event => events.push(event))
    while (events.length < 2) await delay(50)
  }
  t.equal(events[0], `  building; its output goes to ${log}`)
  t.match(events[1], { text: /^ {2}\d s · \[2\/7\] cc b\.c$/, status: true })
  t.same(events.at(-1), { text: '', status: true })
  const { length } = events
  await delay(1200)
  t.equal(events.length, length, 'it has ended')
})
