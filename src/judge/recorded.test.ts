import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { alive } from './alive.ts'
import { calm } from './calm.ts'
import { parseJournal } from './journal-text.ts'
import { stalled } from './stalled.ts'
import { judgeCase } from './verdict.ts'

/** Journals of real runs of `unix-server` (QEMU 7.2.22, TCG), without what no judge here reads. */
const folder = join(process.cwd(), 'fixtures', 'recorded')
const unclear = (because: RegExp) => ({ outcome: 'inconclusive', because })

/** By what was done to the guest or to QEMU, half a second into the flood or 0.3 to 0.5 s after the script's begin. */
const said: { readonly [name: string]: object } = {
  stopped: unclear(/no beat came for .* a thread of QEMU was stopped by a signal \(state T\)/),
  paused: unclear(/no beat came for 3\.1 s .* QEMU was stopped by a signal \(state T\) for 3\.0 s of it/),
  'guest-reboots': unclear(/the guest itself asked for it: 'reboot: Restarting system'/),
  'guest-powers-off': unclear(/the guest itself asked for it: 'reboot: Power down'/),
  'guest-panics': { outcome: 'fail', symptom: 'crash', because: /Kernel panic/ },
  'guest-without-beats': unclear(/the guest ran on: a sample of job2 came 4\.4 s after the last beat/),
  'busy-guest': { outcome: 'pass', because: /both beat paths went on/ },
}

for (const [name, verdict] of Object.entries(said)) {
  t.test(`recorded journal ${name}`, async t => {
    const history = parseJournal(readFileSync(join(folder, `${name}.jsonl`), 'utf8'))
    t.match(judgeCase({ expect: [stalled(), alive(), calm()] }, history), verdict)
  })
}

t.test('every recorded journal has its verdict here', async t => {
  t.same(
    readdirSync(folder).sort(),
    Object.keys(said)
      .map(name => `${name}.jsonl`)
      .sort(),
  )
})
