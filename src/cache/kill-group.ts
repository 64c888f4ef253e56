/** Ends a process group at once: a compiler, or a QEMU that is asked, has nothing that is worth a farewell. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // ESRCH: it is gone already.
  }
}
