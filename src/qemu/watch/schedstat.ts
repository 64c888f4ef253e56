import { outsideHand } from '../../model/outside-hand.ts'
import { procNames, procText, stateIn } from './proc-files.ts'

/** CPU times of one thread since it started, in ms. */
export interface ThreadTime {
  readonly tid: number
  /** Running on a CPU. */
  readonly ranMs: number
  /** Runnable, waiting for a CPU. */
  readonly waitedMs: number
}

/** CPU times of a process between two readings, in ms. */
interface Used {
  readonly spanMs: number
  readonly ranMs: number
  readonly waitedMs: number
  readonly main?: { readonly ranMs: number; readonly waitedMs: number }
}

/** The threads of a process at one time of the host's monotonic clock. */
export interface Schedstat {
  readonly pid: number
  readonly atMs: number
  readonly threads: readonly ThreadTime[]
}

/**
 * The CPU times of a process' threads (/proc/PID/task/TID/schedstat: ran ns, waited ns, slices; kernel
 * Documentation/scheduler/sched-stats.rst). Null when the process has ended or the kernel keeps none
 * (CONFIG_SCHED_INFO off). The times of a running thread are accurate to one scheduler tick; a wait is added when it
 * ends.
 */
export function readSchedstat(pid: number): Schedstat | null {
  const folder = `/proc/${pid}/task`
  const threads = procNames(folder)
    .map(tid => readThread(folder, tid))
    .filter(time => time !== null)
  return threads.length === 0 ? null : { pid, atMs: performance.now(), threads }
}

/**
 * The CPU times between two readings: the run time of all threads together, the longest wait of any thread, and both for
 * the main thread (its id is that of the process: gettid(2)). A new thread counts from its start, one that has ended
 * does not count.
 */
export function cpuSince(before: Schedstat, after: Schedstat): Used {
  const old = new Map(before.threads.map(thread => [thread.tid, thread]))
  let ranMs = 0
  let waitedMs = 0
  let main: Pick<Used, 'main'> = {}
  for (const thread of after.threads) {
    const was = old.get(thread.tid)
    const ran = Math.max(0, thread.ranMs - (was?.ranMs ?? 0))
    const waited = thread.waitedMs - (was?.waitedMs ?? 0)
    ranMs += ran
    waitedMs = Math.max(waitedMs, waited)
    if (thread.tid === after.pid) main = { main: { ranMs: ran, waitedMs: waited } }
  }
  return { spanMs: after.atMs - before.atMs, ranMs, waitedMs, ...main }
}

/** What holds a thread of the process from outside (`outsideHand`), or null. */
export function heldFromOutside(pid: number): string | null {
  const folder = `/proc/${pid}/task`
  for (const tid of procNames(folder)) {
    const held = outsideHand(stateIn(`${folder}/${tid}`), procText(`${folder}/${tid}/wchan`))
    if (held !== null) return held
  }
  return null
}

function readThread(folder: string, tid: string): ThreadTime | null {
  const [ran, waited] = procText(`${folder}/${tid}/schedstat`).split(' ').map(Number)
  if (ran === undefined || waited === undefined || Number.isNaN(ran + waited)) return null
  return { tid: Number(tid), ranMs: ran / 1e6, waitedMs: waited / 1e6 }
}
