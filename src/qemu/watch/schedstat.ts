import { readdirSync, readFileSync } from 'node:fs'
import { outsideHand } from '../../model/outside-hand.ts'

/** One thread's share of the host's CPUs since it started; milliseconds. */
export interface ThreadTime {
  readonly tid: number
  /** Ran on a CPU. */
  readonly ranMs: number
  /** Stood ready without getting one. */
  readonly waitedMs: number
}

/** What a process' threads did between two moments. */
interface Used {
  readonly spanMs: number
  readonly ranMs: number
  readonly waitedMs: number
  readonly main?: { readonly ranMs: number; readonly waitedMs: number }
}

/** All threads of a process at one moment of the host's monotonic clock. */
export interface Schedstat {
  readonly pid: number
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
  return threads.length === 0 ? null : { pid, atMs: performance.now(), threads }
}

/**
 * What happened between two readings: CPU time of all threads together, the longest that any one thread stood
 * ready without getting a CPU, and both of the main thread alone (its id is the process': gettid(2)). A thread that
 * is new counts from its start, one that has ended does not count.
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

/** Who holds a thread of a process from outside (`outsideHand`); null: nobody, or it is gone. Synchronous too. */
export function heldFromOutside(pid: number): string | null {
  const folder = `/proc/${pid}/task`
  for (const tid of tidsIn(folder)) {
    const stat = textOf(`${folder}/${tid}/stat`)
    const state = stat.slice(stat.lastIndexOf(')') + 2)[0] ?? ''
    const held = outsideHand(state, textOf(`${folder}/${tid}/wchan`))
    if (held !== null) return held
  }
  return null
}

function tidsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readThread(folder: string, tid: string): ThreadTime | null {
  const [ran, waited] = textOf(`${folder}/${tid}/schedstat`).split(' ').map(Number)
  if (ran === undefined || waited === undefined || Number.isNaN(ran + waited)) return null
  return { tid: Number(tid), ranMs: ran / 1e6, waitedMs: waited / 1e6 }
}

/** Empty when the thread is gone. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
