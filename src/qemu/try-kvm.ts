import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { durationText } from '../model/value/units.ts'
import { outputTail } from './binary/output-tail.ts'
import type { Qemu } from './binary/qemu.ts'
import { type QemuProcess, startQemu } from './process.ts'
import { cpuSince, readSchedstat, type Schedstat } from './watch/schedstat.ts'
import { holderOf } from './watch/holder.ts'

/** Only userspace proves that a guest runs: our init's first word, or the kernel's last before any other init. */
const up = /chardev-fc: init|Run \S+ as init process/
/** The kernel proper. The real-mode code before it ("Probing EDD") proves nothing: see `tryKvm`. */
const kernelSpeaks = /^(\[ *\d+\.\d+\] |early console )/m
/** What QEMU says when KVM gives up; it then stops the guest and lives on (accel/kvm/kvm-all.c, target/i386/kvm). */
const gaveUp = /error: kvm run failed|KVM: entry failed|KVM internal error/
/** CPU time after which firmware, loader and decompression are over where KVM runs code on the CPU. */
const beginBudgetMs = 2000
/** A kernel that boots under KVM says something all the time; one that says nothing for so long hangs. */
const quietMs = 3000
/** What a starved host has not decided by then stays undecided. */
const limitMs = 20_000
const pollMs = 20
/** A poll that comes this late shows that we, and so perhaps QEMU, got no CPU. */
const starvedMs = 500

/** What a trial showed: null for a guest that started; and whether it will be the same next time. */
export interface Trial {
  readonly doubt: string | null
  readonly certain: boolean
}

/**
 * Starts a guest under KVM and follows its serial port up to its init (about a second where KVM works).
 * It failed when QEMU ends or says that KVM gave up, when the guest has had its CPU time and no kernel speaks, or
 * when nothing more comes for 3 s in which it did not wait for the host's CPU.
 *
 * Seen on a nested host with kvm-pvm (Linux 6.18): every instruction outside of long mode is emulated in the
 * kernel, 2 million a second. SeaBIOS takes 2.5 s, "Probing EDD" is written, the vCPU thread is always running,
 * query-status says `running`; the kernel would be unpacked after minutes.
 */
export async function tryKvm(
  qemu: Qemu,
  image: { readonly kernel: string; readonly initrd: string },
  folder: string,
  signal: AbortSignal,
): Promise<Trial> {
  const console = join(folder, 'console')
  const argv = [
    ...['-machine', 'pc,accel=kvm', '-m', '256M', '-nodefaults', '-display', 'none', '-no-reboot'],
    ...['-serial', `file:${console}`, '-kernel', image.kernel, '-initrd', image.initrd],
    ...['-append', 'console=ttyS0 earlyprintk=ttyS0 panic=-1'],
  ]
  const stderrPath = join(folder, 'stderr')
  await using trial = await startQemu({ qemu: qemu.path, argv, cwd: folder, stderrPath, signal })
  const ended = trial.exited.then(async ({ words }) => {
    const said = words || outputTail(await textOf(console)) || 'it printed nothing'
    return { doubt: `KVM unusable: QEMU exited when a test guest started: ${said}`, certain: true }
  })
  const watch = new AbortController()
  try {
    return await Promise.race([
      follow(trial, console, stderrPath, AbortSignal.any([signal, watch.signal])),
      ended,
    ])
  } finally {
    watch.abort()
  }
}

async function follow(
  { pid: child }: QemuProcess,
  console: string,
  stderrPath: string,
  signal: AbortSignal,
): Promise<Trial> {
  const started = readSchedstat(child)
  let grown = { atMs: performance.now(), length: 0, cpu: started }
  let said = ''
  let latestMs = 0
  for (const began = grown.atMs; performance.now() - began < limitMs; ) {
    const planned = performance.now() + pollMs
    await sleep(pollMs, undefined, { signal })
    latestMs = Math.max(latestMs, performance.now() - planned)
    said = await textOf(console)
    if (up.test(said)) return { doubt: null, certain: true }
    const trouble = await textOf(stderrPath)
    if (gaveUp.test(trouble)) return { doubt: `KVM unusable: ${outputTail(trouble)}`, certain: true }
    const cpu = readSchedstat(holderOf(child, console))
    if (said.length > grown.length) grown = { atMs: performance.now(), length: said.length, cpu }
    const { ranMs } = between(started, cpu)
    // CPU time and no clock: the decision is the same on a loaded host.
    if (ranMs > beginBudgetMs && !kernelSpeaks.test(said))
      return { doubt: stands(said, ranMs), certain: true }
    const fairMs = performance.now() - grown.atMs - between(grown.cpu, cpu).waitedMs
    if (fairMs > quietMs) return { doubt: stands(said, ranMs), certain: latestMs < starvedMs }
  }
  return {
    doubt: `${stands(said, between(started, readSchedstat(holderOf(child, console))).ranMs)} and ${durationText(limitMs)}`,
    certain: false,
  }
}

function textOf(path: string): Promise<string> {
  return readFile(path, 'latin1').catch(() => '')
}

function between(before: Schedstat | null, after: Schedstat | null) {
  return before === null || after === null ? { ranMs: 0, waitedMs: 0 } : cpuSince(before, after)
}

function stands(said: string, ranMs: number): string {
  const last = outputTail(said.trimEnd().split('\n').at(-1) ?? '')
  const printed = last === '' ? 'printed nothing' : `got no further than "${last}"`
  return `KVM unusable: a test guest ${printed} in ${durationText(ranMs)} of CPU time`
}
