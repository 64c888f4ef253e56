/** Kills a process group with SIGKILL: compilers and probed QEMUs need no clean shutdown. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // ESRCH: it has already ended.
  }
}
