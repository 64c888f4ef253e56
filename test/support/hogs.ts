import { type ChildProcess, spawn } from 'node:child_process'

/** Keeps the host's cores busy with so many endless loops, until disposed of; a lower `nice` gets more. */
export function hogs(count: number, nice: number): Disposable {
  const all: ChildProcess[] = Array.from({ length: count }, () =>
    spawn('nice', ['-n', String(nice), process.execPath, '-e', 'for(;;);'], { stdio: 'ignore' }),
  )
  return {
    [Symbol.dispose]() {
      for (const hog of all) hog.kill('SIGKILL')
    },
  }
}
