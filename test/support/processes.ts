import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

/** A hard end, however slow the host is: well below the limit of a file, so that the failure tells what was waited for. */
const limitMs = 180_000

/** The ids of processes that have this text in their command line. */
export function processesWith(text: string): string[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .filter(pid => commandLine(pid).includes(text))
}

/** Throws when it did not hold within three minutes. */
export async function until(holds: () => boolean, what: string | (() => string)): Promise<void> {
  const end = performance.now() + limitMs
  while (!holds()) {
    if (performance.now() > end)
      throw new Error(`waited ${limitMs} ms until ${typeof what === 'string' ? what : what()}`)
    await delay(20)
  }
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
  } catch {
    return ''
  }
}
