import { readdir, readFile, readlink } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Json } from '../../model/contract/observation.ts'
import { cpuSince, readSchedstat } from './schedstat.ts'
import { parseSyscall, type Syscall } from './syscall.ts'

/** How often the threads are looked at while they are sampled. */
const looksTaken = 8

/** One thread of QEMU as the kernel shows it. What may not be read is absent. */
export type Thread = {
  readonly tid: number
  readonly role: 'main' | 'vcpu' | 'other'
  /** `CPU 0/TCG`, `IO mon_iothread`; the program's name where QEMU does not name its threads. */
  readonly name?: string
  /** R runs or is ready, S sleeps, D sleeps and cannot be disturbed, T is stopped, t is traced, Z has ended. */
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
 * The threads of a QEMU, frozen or not, from /proc/PID/task; empty when it is gone. A thread is a virtual CPU
 * if QEMU named it so. `syscall` needs the right to trace the process (a child's parent has it under Yama's default).
 */
export async function readThreads(pid: number): Promise<Thread[]> {
  const tids = (await readdir(`/proc/${pid}/task`).catch(() => [])).map(Number)
  return Promise.all(tids.map(tid => readThread(pid, tid)))
}

/**
 * The same after watching for `overMs`, with each thread's use of a CPU over that time.
 * Rejects with the signal's reason when it aborts.
 */
export async function sampleThreads(pid: number, overMs: number, signal: AbortSignal): Promise<Thread[]> {
  const before = readSchedstat(pid)
  const looks: Thread[][] = []
  while (looks.length < looksTaken) {
    await sleep(overMs / looksTaken, undefined, { signal }).catch(() => signal.throwIfAborted())
    looks.push(await readThreads(pid))
  }
  const after = readSchedstat(pid)
  const threads = (looks.at(-1) ?? []).map(thread => mostTelling(thread, looks))
  if (before === null || after === null) return threads
  return threads.map(thread => {
    const own = after.threads.filter(({ tid }) => tid === thread.tid)
    if (own.length === 0) return thread
    const { spanMs, ranMs } = cpuSince(before, { ...after, threads: own })
    return { ...thread, cpuPercent: Math.round((100 * ranMs) / spanMs) }
  })
}

/**
 * A thread that retries in short sleeps is often seen between them: of several looks the one in a system call
 * says more, unless the thread ran, or was stopped, in most of them.
 */
function mostTelling(latest: Thread, looks: readonly (readonly Thread[])[]): Thread {
  const same = looks.flatMap(threads => threads.filter(({ tid }) => tid === latest.tid))
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
    // `0` says that it does not sleep, or that the kernel hides it.
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

/** Adds a UNIX socket's path, which the kernel knows on the side that listened. */
async function withAddress(pid: number, file: string): Promise<string> {
  const inode = /^socket:\[(\d+)\]$/.exec(file)?.[1]
  if (inode === undefined) return file
  const sockets = await readFile(`/proc/${pid}/net/unix`, 'utf8').catch(() => '')
  const path = new RegExp(` ${inode} (/.+)$`, 'm').exec(sockets)?.[1]
  return path === undefined ? file : `${file} ${path}`
}
