import { readdirSync, readFileSync } from 'node:fs'

/** One thread's share of the host's CPUs since it started; milliseconds. */
export interface ThreadTime {
  readonly tid: number
  /** Ran on a CPU. */
  readonly ranMs: number
  /** Stood ready without getting one. */
  readonly waitedMs: number
}

/** All threads of a process at one moment of the host's monotonic clock. */
export interface Schedstat {
  readonly atMs: number
  readonly threads: readonly ThreadTime[]
}

/**
 * The CPU times of a process' threads (/proc/PID/task/TID/schedstat: ran ns, waited ns, slices; kernel
 * Documentation/scheduler/sched-stats.rst). Null when the process is gone or the kernel keeps none
 * (CONFIG_SCHED_INFO off). A running thread's times are up to date to one scheduler tick; a wait is booked
 * when it ends. Synchronous: procfs never waits for a disk, and the thread pool could be the very thing that
 * is late.
 */
export function readSchedstat(pid: number): Schedstat | null {
  const folder = `/proc/${pid}/task`
  const threads = tidsIn(folder)
    .map(tid => readThread(folder, tid))
    .filter(time => time !== null)
  return threads.length === 0 ? null : { atMs: performance.now(), threads }
}

/**
 * What happened between two readings: CPU time of all threads together, and the longest that any one
 * thread stood ready without getting a CPU. A thread that is new counts from its start, one that has
 * ended does not count.
 */
export function cpuSince(
  before: Schedstat,
  after: Schedstat,
): { readonly spanMs: number; readonly ranMs: number; readonly waitedMs: number } {
  const old = new Map(before.threads.map(thread => [thread.tid, thread]))
  let ranMs = 0
  let waitedMs = 0
  for (const thread of after.threads) {
    const was = old.get(thread.tid)
    ranMs += Math.max(0, thread.ranMs - (was?.ranMs ?? 0))
    waitedMs = Math.max(waitedMs, thread.waitedMs - (was?.waitedMs ?? 0))
  }
  return { spanMs: after.atMs - before.atMs, ranMs, waitedMs }
}

function tidsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readThread(folder: string, tid: string): ThreadTime | null {
  try {
    const [ran, waited] = readFileSync(`${folder}/${tid}/schedstat`, 'latin1').split(' ').map(Number)
    if (ran === undefined || waited === undefined || Number.isNaN(ran + waited)) return null
    return { tid: Number(tid), ranMs: ran / 1e6, waitedMs: waited / 1e6 }
  } catch {
    return null
  }
}
