import { type History, type Json, ofKind } from '../../model/contract/observation.ts'
import { isRecord } from '../../model/contract/record.ts'
import { fixedLimits } from '../../model/limits.ts'
import { outsideHand } from '../../model/outside-hand.ts'

/** A thread that uses this much of a CPU while the guest is silent is what keeps the guest from running. */
const busyPercent = 20

/** One QEMU thread as the evidence named `threads` shows it. */
export interface SeenThread {
  readonly name: string
  readonly state: string
  readonly waitsIn: string
  /** What is behind the descriptor that it works on. */
  readonly file: string | null
  readonly cpuPercent: number | null
  readonly role: string
  /** Who holds it from outside. */
  readonly held: string | null
}

/** QEMU's threads in the evidence; empty when it was not to be had or looks otherwise. */
export function seenThreads(history: History): SeenThread[] {
  const data = ofKind(history, 'evidence').find(({ name }) => name === 'threads')?.data ?? null
  const threads = isRecord(data) ? data['threads'] : undefined
  return isList(threads) ? threads.filter(isRecord).map(seenThread) : []
}

/** The thread that runs the guest, and what it waits for. The first vCPU, else one that holds a file. */
export function standingThread(history: History): { thread: string; waitsFor: string } | null {
  const threads = seenThreads(history)
  const found =
    threads.find(({ role, name }) => role === 'vcpu' || /^(?:ALL )?CPU/.test(name)) ??
    threads.find(({ file }) => file !== null) ??
    threads.find(({ cpuPercent }) => (cpuPercent ?? 0) >= busyPercent)
  if (found === undefined) return null
  const on = found.file === null ? '' : ` on ${found.file}`
  const running = found.state === 'R' && found.cpuPercent !== null
  const cpu = running ? ` at ${Math.round(found.cpuPercent)} % CPU` : ''
  const vcpu = /^CPU (\d+)/.exec(found.name)?.[1]
  const thread =
    vcpu === undefined ? (found.role === 'vcpu' ? 'vCPU' : `thread '${found.name}'`) : `vCPU ${vcpu}`
  return { thread, waitsFor: `${found.waitsIn || 'user code'}${on}${cpu}${mainLoop(threads, found)}` }
}

/** A main loop in futex waits for the big lock, which the standing thread holds. */
function mainLoop(threads: readonly SeenThread[], standing: SeenThread): string {
  const main = threads.find(({ role }) => role === 'main')
  if (main === undefined || main === standing || !main.waitsIn.includes('futex')) return ''
  return ', and the main loop waits for its lock (futex)'
}

/** Whether the main loop ran while the vCPUs waited for the big lock (futex). */
export function mainKeepsLock(threads: readonly SeenThread[]): boolean {
  const vcpus = threads.filter(({ role }) => role === 'vcpu')
  const main = threads.find(({ role }) => role === 'main')
  return main?.state === 'R' && vcpus.length > 0 && vcpus.every(({ waitsIn }) => waitsIn.includes('futex'))
}

/** Whether QEMU's threads waited for the host. One beside which another got all of a CPU may have waited for that. */
export function waitForHost(threads: readonly SeenThread[]): boolean {
  const busy = threads.some(({ cpuPercent }) => (cpuPercent ?? 0) >= fixedLimits.spinPercent)
  return threads.some(thread => waitsForHost(thread) && !(busy && thread.state === 'R'))
}

/**
 * A thread that waits for the host, not for a chardev: it is ready and got no CPU at all while it was
 * watched (the kernel books such a wait only when it ends, so this can be the only trace of it), or it is in
 * an undisturbed sleep (D: the host's disk or swap; writes to sockets, pipes and ttys sleep in S).
 */
function waitsForHost({ state, cpuPercent }: SeenThread): boolean {
  return state === 'D' || (state === 'R' && cpuPercent !== null && cpuPercent < fixedLimits.starvedPercent)
}

function seenThread(thread: { readonly [key: string]: Json }): SeenThread {
  const text = (value: Json | undefined) => (typeof value === 'string' ? value : '')
  const syscall = isRecord(thread['syscall']) ? thread['syscall'] : {}
  const cpu = thread['cpuPercent']
  const state = text(thread['state'])
  return {
    name: text(thread['name']),
    state,
    waitsIn: text(syscall['name']) || text(thread['wchan']),
    file: text(syscall['file']) || null,
    cpuPercent: typeof cpu === 'number' ? cpu : null,
    role: text(thread['role']),
    held: outsideHand(state, text(thread['wchan'])),
  }
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}
