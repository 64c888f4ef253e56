import t from 'tap'
import type { CellResult } from '../model/contract/result.ts'
import { pretty } from './pretty.ts'
import { frozen, passed } from './result.fixture.ts'

function report(results: readonly CellResult[], colour = false): string {
  let text = ''
  const reporter = pretty(
    more => {
      text += more
    },
    { colour },
  )
  reporter.begin?.({ cells: results.length })
  for (const result of results) reporter.cellEnded?.(result)
  reporter.end?.(results, results.length)
  return text
}

void t.test('a pass, with its numbers', async t => {
  t.equal(
    report([passed()]),
    `✔ unix-server · QEMU 7.2.22 (debian-bookworm, tcg, cold) · pass · 9.1 s
  the guest lived on while its writer was blocked, and all came through
  ✔ stalled  the writer was blocked for 2.1 s
  ✔ alive    20 beats on each path while it was blocked
    numbers  accepted 688 KiB (704512 bytes) · drained 64 MiB (67108864 bytes) · longest silence 141 ms on ssh, 118 ms on serial

1 cell: 1 pass · nothing unexpected
exit code 0: all as expected
`,
  )
})

void t.test('a documented freeze: when, how long, who stands, that it came back', async t => {
  t.equal(
    report([frozen()]),
    `= debugcon · QEMU 7.2.22 (debian-bookworm, tcg, cold) · freeze, as documented · 8.0 s
  vCPU 0 retries a write that the host does not take; 278 bytes accepted
  = alive
    numbers  accepted 278 bytes · longest silence 2.0 s on ssh, 2.0 s on serial
    freeze   last heartbeat 6.2 s into the run, called a freeze 1.5 s later · QMP did not answer either · the guest came back 40 ms after the host read 278 bytes
    thread   CPU 0/TCG: a write to its socket (clock_nanosleep)

1 cell: 1 fail as documented · nothing unexpected
exit code 0: all as expected
`,
  )
})

void t.test('an unexpected freeze is loud and says how to look again', async t => {
  const freeze = { startedAtMs: 900, calledAfterMs: 1500, revived: false, qmpAnswered: true }
  const dir = "/home/o'brien/runs/1"
  const text = report([passed(), frozen({ expected: false, freeze, dir })])
  t.match(text, '✖ debugcon · QEMU 7.2.22 (debian-bookworm, tcg, cold) · unexpected freeze · 8.0 s\n')
  t.match(text, '\n  ✖ alive\n')
  t.match(text, '· QMP still answered · the guest did not come back when the host read\n')
  t.match(
    text,
    "    kept in  /home/o'brien/runs/1\n    see      chardev-fc judge '/home/o'\\''brien/runs/1'\n",
  )
  t.match(text, '2 cells: 1 fail, 1 pass · 1 unexpected\nexit code 1: something was not as expected\n')
})

void t.test('a repeat is named by its number', async t => {
  const again = report([passed({ repeat: 1 }), frozen({ repeat: 2, expected: false })])
  t.equal(again.match(/^✖ debugcon #2 · QEMU/gm)?.length, 2, 'in the list of what is unexpected, too')
})

void t.test('a summary above a harness error does not sound as if all were well', async t => {
  const text = report([frozen(), frozen({ expected: false }), passed({ outcome: 'error' })])
  t.match(text, '3 cells: 1 error, 2 fail (1 as documented) · 1 unexpected\nexit code 1: ')
  t.match(
    report([passed(), passed({ outcome: 'error' })]),
    '2 cells: 1 error, 1 pass\nexit code 69: harness error',
  )
})

void t.test('a documented failure is neither red nor green', async t => {
  const [headline = ''] = report([frozen()], true).split('\n')
  t.match(headline, '\u001b[36mfreeze, as documented')
})

void t.test('a pass where a failure is documented alarms', async t => {
  t.match(report([passed({ expected: false })]), '· unexpected pass ·')
})

void t.test('a label that says nothing new is left out', async t => {
  const qemu = { label: '7.2.22', path: '/usr/bin/qemu-system-x86_64', version: '7.2.22' }
  t.match(report([passed({ qemu })]), '· QEMU 7.2.22 (tcg, cold) ·')
})

void t.test('a result without findings or numbers is just its sentence', async t => {
  const bare = { findings: [], numbers: {}, because: 'this QEMU has no isa-debugcon', seconds: 0 }
  t.match(
    report([passed({ ...bare, outcome: 'skip' })]),
    '- unix-server · QEMU 7.2.22 (debian-bookworm, tcg, cold) · skip · 0.0 s\n  this QEMU has no isa-debugcon\n\n',
  )
})

void t.test('nothing that came from outside reaches the terminal raw', async t => {
  const evil = 'ha\u001b[2J\u009b31m\r\n\u202ethe end\u0000\u007f'
  const hostile = frozen({
    case: evil,
    qemu: { label: evil, path: evil, version: evil },
    because: evil,
    findings: [{ name: evil, outcome: 'fail', because: `${evil}!` }],
    freeze: {
      startedAtMs: 1,
      calledAfterMs: 1,
      revived: true,
      qmpAnswered: false,
      thread: evil,
      waitsFor: evil,
    },
    dir: `/tmp/${evil}`,
    expected: false,
  })
  const text = report([hostile])
  t.notMatch(text.replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u)
  t.match(text, 'ha\\x1b[2J\\x9b31m\\x0d\\x0a\\u{202e}the end\\x00\\x7f')
})

void t.test('colour changes nothing but colour', async t => {
  const results = [passed(), frozen(), frozen({ expected: false }), passed({ outcome: 'inconclusive' })]
  const coloured = report(results, true)
  const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g')
  t.match(coloured, escapes)
  t.equal(coloured.replace(escapes, ''), report(results))
})
