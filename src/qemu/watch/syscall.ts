import type { Json } from '../../model/contract/observation.ts'

/** The system call that a thread is in. */
export type Syscall = {
  readonly number: number
  /** The name, for calls that block QEMU's threads. */
  readonly name?: string
  /** Its file descriptor, if it takes one. */
  readonly fd?: number
  /** The target of that descriptor, such as `socket:[4711]`. */
  readonly file?: string
  readonly [key: string]: Json
}

/** Numbers of asm/unistd_64.h on x86-64, and of asm-generic/unistd.h, which arm64 uses. `fd`: the first argument is one. */
const table: readonly (readonly [name: string, x64: number, arm64: number, takes?: 'fd'])[] = [
  ['read', 0, 63, 'fd'],
  ['write', 1, 64, 'fd'],
  ['poll', 7, -1],
  ['ioctl', 16, 29, 'fd'],
  ['pread64', 17, 67, 'fd'],
  ['pwrite64', 18, 68, 'fd'],
  ['readv', 19, 65, 'fd'],
  ['writev', 20, 66, 'fd'],
  ['select', 23, -1],
  ['sched_yield', 24, 124],
  ['nanosleep', 35, 101],
  ['connect', 42, 203, 'fd'],
  ['accept', 43, 202, 'fd'],
  ['sendto', 44, 206, 'fd'],
  ['recvfrom', 45, 207, 'fd'],
  ['sendmsg', 46, 211, 'fd'],
  ['recvmsg', 47, 212, 'fd'],
  ['fsync', 74, 82, 'fd'],
  ['fdatasync', 75, 83, 'fd'],
  ['rt_sigtimedwait', 128, 137],
  ['futex', 202, 98],
  ['restart_syscall', 219, 128],
  ['clock_nanosleep', 230, 115],
  ['epoll_wait', 232, -1],
  ['openat', 257, 56],
  ['pselect6', 270, 72],
  ['ppoll', 271, 73],
  ['epoll_pwait', 281, 22],
  ['accept4', 288, 242, 'fd'],
  ['io_uring_enter', 426, 426],
]

/**
 * Parses /proc/PID/task/TID/syscall: `NUMBER ARG… SP PC` in a system call, `running` on a CPU, `-1 SP PC` blocked
 * elsewhere (proc(5)). Null when the thread is in none. `arch` is the host's, as Node names it.
 */
export function parseSyscall(line: string, arch: string): Syscall | null {
  const [first, argument] = line.trim().split(' ')
  if (first === undefined || !/^\d+$/.test(first)) return null
  const number = Number(first)
  const known = table.find(([, x64, arm64]) => number === (arch === 'arm64' ? arm64 : x64))
  if (known === undefined || !(arch === 'x64' || arch === 'arm64')) return { number }
  const [name, , , takes] = known
  return takes === 'fd' ? { number, name, fd: Number(argument) } : { number, name }
}
