import { type History, type Json, ofKind } from '../model/observation.ts'

/** One QEMU thread as the evidence named `threads` shows it. */
export interface SeenThread {
  readonly name: string
  readonly state: string
  readonly waitsIn: string
  /** What is behind the descriptor that it works on. */
  readonly file: string | null
  readonly cpuPercent: number | null
  readonly role: string
}

/** QEMU's threads in the evidence; empty when it was not to be had or looks otherwise. */
export function seenThreads(history: History): SeenThread[] {
  const data = ofKind(history, 'evidence').find(({ name }) => name === 'threads')?.data ?? null
  const threads = isRecord(data) ? data['threads'] : undefined
  return isList(threads) ? threads.filter(isRecord).map(seenThread) : []
}

/** The thread that runs the guest, and what it stands for. The first vCPU, else one that holds a file. */
export function standingThread(history: History): { thread: string; waitsFor: string } | null {
  const threads = seenThreads(history)
  const found =
    threads.find(({ role, name }) => /vcpu|^cpu\b/i.test(`${role} ${name}`) || /^CPU/.test(name)) ??
    threads.find(({ file }) => file !== null)
  if (found === undefined) return null
  const what = found.state.startsWith('T') ? 'being stopped (state T)' : found.waitsIn
  const on = found.file === null ? '' : ` on ${found.file}`
  const running = found.state === 'R' && found.cpuPercent !== null
  const cpu = running ? ` at ${Math.round(found.cpuPercent)} % CPU` : ''
  return { thread: found.role || found.name, waitsFor: `${what || 'running'}${on}${cpu}` }
}

/**
 * A thread that stands ready and got no CPU at all while it was watched. The kernel books a wait only when it
 * ends, so this can be the only trace of it.
 */
export function waitsForCpu({ state, cpuPercent }: SeenThread): boolean {
  return state === 'R' && cpuPercent !== null && cpuPercent < 0.1
}

function seenThread(thread: { readonly [key: string]: Json }): SeenThread {
  const text = (key: string) => {
    const value = thread[key]
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  }
  const cpu = thread['cpuPercent']
  return {
    name: text('name'),
    state: text('state'),
    waitsIn: [text('syscall'), text('wchan')].find(where => !['', '0', '?', 'running'].includes(where)) ?? '',
    file: text('fd') || null,
    cpuPercent: typeof cpu === 'number' ? cpu : null,
    role: text('role'),
  }
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
