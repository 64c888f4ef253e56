import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import debugcon from '../../cases/debugcon.ts'
import muxNobody from '../../cases/mux-nobody.ts'
import ptyHangup from '../../cases/pty-hangup.ts'
import udpRead from '../../cases/udp-read.ts'
import unixServer from '../../cases/unix-server.ts'
import virtconsole from '../../cases/virtconsole.ts'
import websocketHostFloods from '../../cases/websocket-host-floods.ts'
import type { CaseDefinition } from '../case.ts'
import type { Expectation } from '../model/case/expectation.ts'
import { numbered } from '../scenario/numbered.ts'
import { counting, text } from './content/payload.ts'
import { alive } from './expectation/alive.ts'
import { arrivesAgain } from './expectation/arrives-again.ts'
import { calm } from './expectation/calm.ts'
import { delivered } from './expectation/delivered.ts'
import { intact } from './expectation/intact.ts'
import { resumes } from './expectation/resumes.ts'
import { stalled } from './expectation/stalled.ts'
import { timed } from './expectation/timed.ts'
import { parseJournal } from './journal-text.ts'
import { judgeCase } from './verdict.ts'

/** Journals of real runs under TCG, on QEMU 7.2.22 unless a comment says otherwise, without what no judge reads. */
const folder = join(process.cwd(), 'fixtures', 'journals', 'recorded')
const unclear = (because: RegExp) => ({ outcome: 'inconclusive', because })
const fails = (symptom: string, because: RegExp) => ({ outcome: 'fail', symptom, because })

/** `unix-server`, by what was done to the guest or to QEMU half a second into the flood or into the script. */
const lives = [stalled(), alive(), calm()]
/** What comes out of the socket is spoiled before the host sees it, or the writer is another than the case's. */
const blocks = [stalled(), alive(), resumes(), intact(numbered('64 MiB').payload)]
const lines = [stalled(), alive(), resumes(), intact(counting({ lines: 700_416 }))]
const word = [stalled(), alive(), resumes(), intact(text('foo\n'), numbered('64 MiB').payload)]
const again = [alive(), arrivesAgain(text('bar\n'))]

const said: { readonly [name: string]: readonly [readonly Expectation[], object] } = {
  stopped: [lives, unclear(/no beat came for .* a thread of QEMU was stopped by a signal \(state T\)/)],
  paused: [
    lives,
    unclear(/no beat came for 3\.1 s .* QEMU was stopped by a signal \(state T\) for 3\.0 s of it/),
  ],
  'guest-reboots': [lives, unclear(/the guest itself requested it: 'reboot: Restarting system'/)],
  'guest-powers-off': [lives, unclear(/the guest itself requested it: 'reboot: Power down'/)],
  'guest-panics': [lives, fails('crash', /Kernel panic/)],
  'guest-without-beats': [
    lives,
    unclear(/the guest kept running: a sample of job2 came 4\.4 s after the last beat/),
  ],
  'busy-guest': [lives, { outcome: 'pass', because: /beats kept arriving on both paths/ }],
  // By less than 10 s.
  late: [blocks, { outcome: 'pass' }],
  'end-swallowed': [lines, fails('loss', /the last 12542 .* a line that the guest wrote after them arrived/)],
  // QEMU 10.0.13, to which every write says EAGAIN from some byte on.
  'end-held': [
    lines,
    fails('stuck', /the last 2396160 .* a line that the guest was to write after them did not arrive/),
  ],
  'sending-swallowed': [
    [alive(), delivered(counting({ lines: 1_000_000 }))],
    { outcome: 'fail', because: /waiting for more for 10\.5 s .* the missing bytes are lost or held back/ },
  ],
  doubled: [lines, fails('doubled', /^lines 394814 to 394878 repeated at offset 2764153$/)],
  'swallowed-and-doubled': [blocks, fails('loss', /line 47 missing at offset 3079485/)],
  'rest-withheld': [
    blocks,
    fails('stuck', /resumed 105 ms after .* was then blocked again until the end, at 22\.1 MiB/),
  ],
  // For longer than anything may be late.
  'word-withheld': [word, fails('stuck', /the last 4 of 4 bytes are missing at offset 0/)],
  'writes-less': [lines, unclear(/the writer was only seen to write 4\.49 MiB/)],
  'reader-naps': [[alive(), delivered(counting({ lines: 1_000_000 }))], { outcome: 'pass' }],
  // With as much other work on the host as it has cores.
  'spins-on-a-busy-host': [lives, fails('freeze', /no beat came for 16\.\d s .* the guest never came back/)],
  // QEMU 1.4.0: nobody had opened the pty, which the host does only after the cut.
  'revive-opens': [
    [stalled(), alive()],
    fails('freeze', /QMP did not answer; the guest came back \d+ ms after the host read/),
  ],
  // The writer's loop went on meanwhile.
  'closed-amid-loop': [[timed({ closes: 'port closed' })], unclear(/when the host closed, job1 still ran/)],
  // The fourth host of tcp-hosts-leave.
  'cannot-get-in': [
    again,
    fails('stuck', /could not open the chardev within 11\.7 s, although the guest was alive/),
  ],
}

/** Undisturbed runs of our cases: what they document for that QEMU. */
const documented = (symptom: string, because: RegExp) => ({ ...fails(symptom, because), expected: true })
const ofCases: { readonly [name: string]: readonly [CaseDefinition, object] } = {
  'unix-server-passes': [unixServer, { outcome: 'pass', expected: true }],
  'unix-server-times-out': [unixServer, unclear(/cut short .*\(timeout\)/)],
  'debugcon-freezes': [debugcon, documented('freeze', /came back \d+ ms .* vCPU 0 in clock_nanosleep/)],
  'pty-hangup-spins': [ptyHangup, documented('spin', /main loop used \d+ % of a CPU/)],
  'virtconsole-loses': [virtconsole, documented('loss', /13610 of 15000 bytes are missing/)],
  'websocket-hoards': [websocketHostFloods, documented('growth', /memory grew by/)],
  // QEMU 10.0.13.
  'udp-read-sticks': [udpRead, documented('stuck', /in wait_port_writable/)],
  // QEMU 5.2.0.
  'mux-nobody-crashes': [muxNobody, documented('crash', /ended by SIGSEGV/)],
}

for (const [name, [expect, verdict]] of Object.entries(said)) {
  t.test(`recorded journal ${name}`, async t => {
    const history = parseJournal(readFileSync(join(folder, `${name}.jsonl`), 'utf8'))
    t.match(judgeCase({ expect }, history), verdict)
  })
}

for (const [name, [played, verdict]] of Object.entries(ofCases)) {
  t.test(`recorded journal ${name}`, async t => {
    const history = parseJournal(readFileSync(join(folder, `${name}.jsonl`), 'utf8'))
    t.match(judgeCase(played, history), verdict)
  })
}

t.test('every recorded journal has its verdict here', async t => {
  const names = Object.keys({ ...said, ...ofCases }).map(name => `${name}.jsonl`)
  t.same(readdirSync(folder).sort(), names.sort())
})
