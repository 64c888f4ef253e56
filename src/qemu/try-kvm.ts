import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { lastWords } from './last-words.ts'
import { startQemu } from './process.ts'
import type { Qemu } from './qemu.ts'

/** The first line of our init: only userspace proves that a guest runs. */
const proof = 'chardev-fc: init'
/** A kernel that is booting under KVM says something all the time; one that says nothing for so long hangs. */
const quietMs = 3000
const pollMs = 20
/** A poll that comes this late shows that we, and so perhaps QEMU, got no CPU. */
const starvedMs = 500

/** What a trial showed: null for a guest that started; and whether it will be the same next time. */
export interface Trial {
  readonly doubt: string | null
  readonly certain: boolean
}

/**
 * Starts a guest under KVM and follows its serial port up to the first line of its init (about a second where KVM
 * works). Ended by QEMU's own end, or when nothing more has come for 3 s: a nested KVM was seen to run the real-mode
 * part of a kernel ("Probing EDD") and nothing after it.
 */
export async function tryKvm(
  qemu: Qemu,
  image: { readonly kernel: string; readonly initrd: string },
  folder: string,
  signal: AbortSignal,
): Promise<Trial> {
  const console = join(folder, 'console')
  const argv = [
    ...['-machine', 'pc,accel=kvm', '-m', '256M', '-nodefaults', '-display', 'none', '-no-reboot'],
    ...['-serial', `file:${console}`, '-kernel', image.kernel, '-initrd', image.initrd],
    ...['-append', 'console=ttyS0 earlyprintk=ttyS0 panic=-1'],
  ]
  const stderrPath = join(folder, 'stderr')
  await using trial = await startQemu({ qemu: qemu.path, argv, cwd: folder, stderrPath, signal })
  const ended = trial.exited.then(({ words }) => ({
    doubt: `QEMU gave KVM up: ${words || 'it said nothing'}`,
    certain: true,
  }))
  const watch = new AbortController()
  try {
    return await Promise.race([follow(console, AbortSignal.any([signal, watch.signal])), ended])
  } finally {
    watch.abort()
  }
}

async function follow(console: string, signal: AbortSignal): Promise<Trial> {
  let said = ''
  let latestMs = 0
  for (let grewAt = performance.now(); performance.now() - grewAt < quietMs; ) {
    const planned = performance.now() + pollMs
    await sleep(pollMs, undefined, { signal })
    latestMs = Math.max(latestMs, performance.now() - planned)
    const text = await readFile(console, 'latin1').catch(() => '')
    if (text.includes(proof)) return { doubt: null, certain: true }
    if (text.length > said.length) grewAt = performance.now()
    said = text
  }
  const last = lastWords(said)
  const doubt = `/dev/kvm opens but a guest hung there, ${last === '' ? 'without a word' : `after "${last}"`}`
  return { doubt, certain: latestMs < starvedMs }
}
