import { closeSync, openSync } from 'node:fs'
import { parseBeat } from '../../guest/heartbeat.ts'
import { serialTail } from '../../guest/serial-tail.ts'
import { launch } from './launch.ts'
import { nameOf, type QemuOfRun } from './qemu-of-run.ts'
import type { RunContext } from './run-context.ts'

const pollMs = 10

/** A QEMU whose guest's beats on the serial port go into the journal. */
export interface FollowedQemu extends QemuOfRun {
  /** Resolves when the guest next reports that its sshd listens. */
  nextReady(signal: AbortSignal): Promise<void>
}

/** Starts a QEMU, and follows its serial port. Throws as `launch`. */
export async function launchFollowed(context: RunContext): Promise<FollowedQemu> {
  const { directory } = context
  const serial = directory.file(nameOf('serial', context))
  for (const file of [serial, directory.file(nameOf('console', context))]) closeSync(openSync(file, 'w'))
  const launched = await launch(context, serial)
  return { ...launched, nextReady: followSerial(context, serial) }
}

function followSerial({ journal, lease }: RunContext, serial: string): FollowedQemu['nextReady'] {
  const waiting: (() => void)[] = []
  const tail = serialTail(serial, pollMs, line => {
    const beat = parseBeat(line)
    if (beat) journal.append({ kind: 'beat', path: 'serial', ...beat })
    else if (line.trim() === 'ready') for (const resolve of waiting.splice(0)) resolve()
  })
  lease.add(() => tail[Symbol.dispose]())
  return signal =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      waiting.push(resolve)
    })
}
