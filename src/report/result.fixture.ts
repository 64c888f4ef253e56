import type { CellResult } from '../model/result.ts'

/** A result like that of a real `unix-server` on Debian's QEMU 7.2, with what a test wants different. */
export function passed(different: Partial<CellResult> = {}): CellResult {
  return {
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
  }
}

/** A result like that of a real `debugcon`: the freeze that its case documents. */
export function frozen(different: Partial<CellResult> = {}): CellResult {
  const because = 'vCPU 0 retries a write that the host does not take; 278 bytes accepted'
  return {
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
  }
}
