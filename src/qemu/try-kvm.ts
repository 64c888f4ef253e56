import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileEnd } from '../cache/file-end.ts'
import { inputLimits } from '../model/input-limits.ts'
import { durationText } from '../model/value/units.ts'
import { outputTail } from './binary/output-tail.ts'
import type { Qemu } from './binary/qemu.ts'
import { type QemuProcess, startQemu } from './process.ts'
import { holderOf } from './watch/holder.ts'
import { cpuSince, readSchedstat, type Schedstat } from './watch/schedstat.ts'

/** Only userspace proves that a guest runs: the first line of our init, or the kernel's last line before another init. */
const up = /chardev-fc: init|Run \S+ as init process/
/** A line of the kernel proper. The real-mode code before it ("Probing EDD") proves nothing: see `tryKvm`. */
const kernelLine = /^(\[ *\d+\.\d+\] |early console )/m
/** QEMU's message when KVM fails; it then stops the guest and continues to run (accel/kvm/kvm-all.c, target/i386/kvm). */
const kvmFailure = /error: kvm run failed|KVM: entry failed|KVM internal error/
/** CPU time in which firmware, loader and decompression finish where KVM runs code on the CPU. */
const bootBudgetMs = 2000
/** A kernel that boots under KVM prints all the time; one that is silent for this long hangs. */
const quietMs = 3000
/** On an overloaded host the test stays undecided after this time. */
const limitMs = 20_000
const pollMs = 20
/** A poll that is this late shows that we, and perhaps QEMU too, got no CPU. */
const starvedMs = 500

/** Why KVM is unusable (null: a guest started), and whether another trial would show the same. */
export interface Trial {
  readonly doubt: string | null
  readonly certain: boolean
}

/**
 * Starts a guest under KVM and follows its serial port up to its init (about a second where KVM works). The trial fails
 * if QEMU exits or reports a KVM failure, if the guest has used its CPU time without a line of the kernel, or if no
 * output arrives for 3 s, not counting waits for the host's CPU.
 *
 * On a nested host with kvm-pvm (Linux 6.18) every instruction outside of long mode is emulated in the kernel, 2 million
 * per second: SeaBIOS takes 2.5 s and prints "Probing EDD", the vCPU thread is always running, query-status says
 * `running`, and unpacking the kernel would take minutes.
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
  const ended = trial.exited.then(async ({ output }) => {
    const why = output || outputTail(textOf(console)) || 'it printed nothing'
    return { doubt: `KVM unusable: QEMU exited when a test guest started: ${why}`, certain: true }
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
  let lastOutput = { atMs: performance.now(), text: '', cpu: started }
  let output = ''
  let latestMs = 0
  for (const began = lastOutput.atMs; performance.now() - began < limitMs; ) {
    const planned = performance.now() + pollMs
    await sleep(pollMs, undefined, { signal }).catch(() => signal.throwIfAborted())
    latestMs = Math.max(latestMs, performance.now() - planned)
    output = textOf(console)
    if (up.test(output)) return { doubt: null, certain: true }
    const errors = textOf(stderrPath)
    if (kvmFailure.test(errors)) return { doubt: `KVM unusable: ${outputTail(errors)}`, certain: true }
    const cpu = readSchedstat(holderOf(child, console))
    if (output !== lastOutput.text) lastOutput = { atMs: performance.now(), text: output, cpu }
    const { ranMs } = between(started, cpu)
    // CPU time and not elapsed time: the decision is the same on a loaded host.
    if (ranMs > bootBudgetMs && !kernelLine.test(output))
      return { doubt: `KVM unusable: ${progressText(output, ranMs)}`, certain: true }
    const fairMs = performance.now() - lastOutput.atMs - between(lastOutput.cpu, cpu).waitedMs
    if (fairMs > quietMs) {
      const certain = latestMs < starvedMs
      return {
        doubt: `KVM ${certain ? 'unusable' : 'test inconclusive'}: ${progressText(output, ranMs)}`,
        certain,
      }
    }
  }
  const { ranMs } = between(started, readSchedstat(holderOf(child, console)))
  return {
    doubt: `KVM test inconclusive: ${progressText(output, ranMs)}, within ${durationText(limitMs)}`,
    certain: false,
  }
}

function textOf(path: string): string {
  return fileEnd(path, inputLimits.outputEnd)
}

function between(before: Schedstat | null, after: Schedstat | null) {
  return before === null || after === null ? { ranMs: 0, waitedMs: 0 } : cpuSince(before, after)
}

function progressText(output: string, ranMs: number): string {
  const last = outputTail(output.trimEnd().split('\n').at(-1) ?? '')
  const printed = last === '' ? 'printed nothing' : `got no further than "${last}"`
  return `a test guest ${printed} in ${durationText(ranMs)} of CPU time`
}
