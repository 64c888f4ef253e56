import { readdir, readFile, readlink } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Json } from '../../model/contract/observation.ts'
import { cpuSince, readSchedstat } from './schedstat.ts'
import { parseSyscall, type Syscall } from './syscall.ts'

/** How often `sampleThreads` reads the threads. */
const sampleCount = 8

/** One thread of QEMU as the kernel shows it. Fields that may not be read are absent. */
export type Thread = {
  readonly tid: number
  readonly role: 'main' | 'vcpu' | 'other'
  /** `CPU 0/TCG`, `IO mon_iothread`; the program's name if QEMU does not name its threads. */
  readonly name?: string
  /** R runnable, S sleeping, D uninterruptible sleep, T stopped, t traced, Z zombie. */
  readonly state?: string
  /** The kernel function it sleeps in. */
  readonly wchan?: string
  readonly syscall?: Syscall
  /** Since the thread's start. */
  readonly cpuMs?: number
  /** Of one CPU, over the sampled time. */
  readonly cpuPercent?: number
  readonly [key: string]: Json
}

/**
 * The threads of a QEMU from /proc/PID/task; empty when it has ended. A thread is a virtual CPU if QEMU named it so.
 * `syscall` needs permission to trace the process (a parent has it for its child under Yama's default).
 */
export async function readThreads(pid: number): Promise<Thread[]> {
  const tids = (await readdir(`/proc/${pid}/task`).catch(() => [])).map(Number)
  return Promise.all(tids.map(tid => readThread(pid, tid)))
}

/** Samples the threads for `overMs` and adds their CPU use over that time. Rejects with the signal's reason. */
export async function sampleThreads(pid: number, overMs: number, signal: AbortSignal): Promise<Thread[]> {
  const before = readSchedstat(pid)
  const samples: Thread[][] = []
  while (samples.length < sampleCount) {
    await sleep(overMs / sampleCount, undefined, { signal }).catch(() => signal.throwIfAborted())
    samples.push(await readThreads(pid))
  }
  const after = readSchedstat(pid)
  const threads = (samples.at(-1) ?? []).map(thread => mostInformative(thread, samples))
  if (before === null || after === null) return threads
  return threads.map(thread => {
    const own = after.threads.filter(({ tid }) => tid === thread.tid)
    if (own.length === 0) return thread
    const { spanMs, ranMs } = cpuSince(before, { ...after, threads: own })
    return { ...thread, cpuPercent: Math.round((100 * ranMs) / spanMs) }
  })
}

/**
 * A thread that retries with short sleeps is often sampled between them: the last sample in a system call says more than
 * the latest one, unless the thread was running or stopped in most samples.
 */
function mostInformative(latest: Thread, samples: readonly (readonly Thread[])[]): Thread {
  const same = samples.flatMap(threads => threads.filter(({ tid }) => tid === latest.tid))
  const inCall = same.filter(({ syscall }) => syscall !== undefined)
  return inCall.length * 4 >= same.length ? (inCall.at(-1) ?? latest) : latest
}

async function readThread(pid: number, tid: number): Promise<Thread> {
  const read = (file: string) =>
    readFile(`/proc/${pid}/task/${tid}/${file}`, 'utf8').then(
      text => text.trimEnd(),
      () => '',
    )
  const [name, stat, wchan, call, times] = await Promise.all(
    ['comm', 'stat', 'wchan', 'syscall', 'schedstat'].map(read),
  )
  const state = /\) (\S)/.exec(stat?.slice(stat.lastIndexOf(')')) ?? '')?.[1]
  const syscall = await withFile(pid, parseSyscall(call ?? '', process.arch))
  const ran = Number(times?.split(' ')[0] || Number.NaN)
  return {
    tid,
    role: tid === pid ? 'main' : /^CPU \d+\//.test(name ?? '') ? 'vcpu' : 'other',
    ...(name ? { name } : {}),
    ...(state === undefined ? {} : { state }),
    // `0`: the thread does not sleep, or the kernel hides it.
    ...(wchan && wchan !== '0' ? { wchan } : {}),
    ...(syscall === null ? {} : { syscall }),
    ...(Number.isNaN(ran) ? {} : { cpuMs: Math.round(ran / 1e6) }),
  }
}

async function withFile(pid: number, syscall: Syscall | null): Promise<Syscall | null> {
  if (syscall?.fd === undefined) return syscall
  const file = await readlink(`/proc/${pid}/fd/${syscall.fd}`).catch(() => null)
  return file === null ? syscall : { ...syscall, file: await withAddress(pid, file) }
}

/** Adds the path of a UNIX socket, which the kernel has for the listening side. */
async function withAddress(pid: number, file: string): Promise<string> {
  const inode = /^socket:\[(\d+)\]$/.exec(file)?.[1]
  if (inode === undefined) return file
  const sockets = await readFile(`/proc/${pid}/net/unix`, 'utf8').catch(() => '')
  const path = new RegExp(` ${inode} (/.+)$`, 'm').exec(sockets)?.[1]
  return path === undefined ? file : `${file} ${path}`
}
