import type { Evidence } from '../model/contract/evidence.ts'
import type { CellResult } from '../model/contract/result.ts'
import type { TestRun } from '../model/contract/test-run.ts'
import type { PlannedCell, Reporter } from './reporter.ts'

/** A result like that of a real `unix-server` on Debian's QEMU 7.2, with what a test wants different. */
export function passed(different: Partial<CellResult> = {}): CellResult {
  return told({
    case: 'unix-server',
    qemu: { label: 'debian-bookworm', path: '/cache/qemu', version: '7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)' },
    accel: 'tcg',
    start: 'cold',
    outcome: 'pass',
    expected: true,
    because: 'the guest lived on while its writer was blocked, and all came through',
    findings: [
      { name: 'stalled', outcome: 'pass', because: 'the writer was blocked for 2.1 s' },
      { name: 'alive', outcome: 'pass', because: '20 beats on each path while it was blocked' },
    ],
    numbers: {
      acceptedBytes: 704_512,
      drainedBytes: 67_108_864,
      longestSilenceMs: { ssh: 141, serial: 118 },
    },
    seconds: 9.12,
    ...different,
  })
}

/** What is neither a pass nor a fail is neither expected nor not. */
function told(result: CellResult): CellResult {
  if (result.outcome === 'pass' || result.outcome === 'fail') return result
  const { expected: _, ...rest } = result
  return rest
}

/** A result like that of a real `debugcon`: the freeze that its case documents. */
export function frozen(different: Partial<CellResult> = {}): CellResult {
  const because = 'vCPU 0 retries a write that the host does not take; 278 bytes accepted'
  return told({
    ...passed(),
    case: 'debugcon',
    outcome: 'fail',
    symptom: 'freeze',
    because,
    findings: [{ name: 'alive', outcome: 'fail', symptom: 'freeze', because }],
    numbers: { acceptedBytes: 278, longestSilenceMs: { ssh: 2010, serial: 2004 } },
    freeze: {
      startedAtMs: 6204,
      calledAfterMs: 1502,
      revived: true,
      revivedAfterMs: 40,
      qmpAnswered: false,
      waitingBytes: 278,
      thread: 'CPU 0/TCG',
      waitsFor: 'a write to its socket (clock_nanosleep)',
    },
    seconds: 8.04,
    ...different,
  })
}

/** A test run like one of a nightly. */
export const testRun: TestRun = {
  tool: 'chardev-fc 0.2.0',
  command: ['run', '--all'],
  startedAt: '2026-01-03T02:00:00.000Z',
  machine: { os: 'Linux 6.1.0', arch: 'x64', cpus: 2, memoryBytes: 8 * 1024 ** 3, node: '20.20.2' },
  plan: { cells: 2 },
}

/** What a reporter writes about a test run that comes to its end, or is interrupted before `planned` cells. */
export function written(
  make: (write: (text: string) => void) => Reporter,
  results: readonly CellResult[],
  planned = results.length,
  evidenceOf: (result: CellResult) => Evidence | null = () => null,
  left: readonly PlannedCell[] = [],
): string {
  let text = ''
  const reporter = make(more => {
    text += more
  })
  reporter.begin?.({ cells: planned })
  for (const result of results) {
    reporter.cellStarted?.(result)
    reporter.phase?.(result, `booting ${result.case}`)
    reporter.cellEnded?.(result, evidenceOf(result))
  }
  reporter.end?.(results, planned, left)
  return text
}

/** A cell that was not run. */
export function planned({ outcome: _, ...cell }: CellResult): PlannedCell {
  return cell
}

/** All that may come from a guest, a file name or a QEMU, to break a report with. */
export const hostileText =
  '</script><script>alert(1)</script>"\'><img src=x onerror=alert(2)> <!-- ]]> & \u0000\u0007\u001b[2J\u009b31m\r\n' +
  'ok 7 - forged # SKIP\n1..0\nBail out!\n::error::forged%0A##[error]x\n| a | `b` [c](javascript:alert(3)) \\\\ ' +
  '\u2028\u2029\u202e\ufeff\ufffe\uffff\ud800 …'

/** A result in which every text is hostile. */
export function hostile(different: Partial<CellResult> = {}): CellResult {
  const text = hostileText
  return frozen({
    case: text,
    qemu: { label: text, path: `/tmp/${text}`, version: text },
    because: text,
    findings: [{ name: text, outcome: 'fail', symptom: 'freeze', because: `${text}!` }],
    freeze: {
      startedAtMs: 1,
      calledAfterMs: 1,
      revived: true,
      qmpAnswered: false,
      thread: text,
      waitsFor: text,
    },
    dir: `/tmp/${text}`,
    expected: false,
    ...different,
  })
}
