import { fileEnd } from '../../cache/file-end.ts'
import { farewellIn, panicIn } from '../../model/farewell.ts'
import { inputLimits } from '../../model/input-limits.ts'
import type { Exit } from '../../qemu/process.ts'
import { anonymousBytes } from '../../qemu/watch/memory.ts'
import { cpuSince, heldFromOutside, readSchedstat } from '../../qemu/watch/schedstat.ts'
import { markOf, nameOf, type QemuOfRun } from '../start/qemu-of-run.ts'
import type { RunContext } from '../start/run-context.ts'
import { Cut } from './cut.ts'
import { pollQmp } from './poll-qmp.ts'

/** A QEMU of the run that is being watched. Dispose it to stop watching. */
export interface WatchedQemu extends Disposable {
  /** Records how long its threads ran and waited since the last time, and, if asked for, its memory. */
  sample(withMemory: boolean): void
}

/**
 * Watches a QEMU: its monitor's answers, its memory and threads, and its end, which cuts the script. One that exits while
 * it waits for the guest (`isWaiting`) rejects it, which proves nothing about the guest; a signal is a crash there, too.
 */
export function watchQemu(
  watched: QemuOfRun,
  { directory, journal }: Pick<RunContext, 'directory' | 'journal'>,
  cut: AbortController,
  isWaiting: () => boolean,
): WatchedQemu {
  const { qemu, qmp } = watched
  const own = markOf(watched)
  let isWatching = true
  const ended = ({ code, signal, output: words }: Exit) => {
    if (!isWatching) return
    if (isWaiting() && signal === null && (code ?? 0) <= 128) return rejects({ code, words })
    const text = fileEnd(directory.file(nameOf('console', watched)), inputLimits.outputEnd)
    const panic = panicIn(text)
    const farewell = farewellIn(text)
    const also = { ...(panic === null ? {} : { panic }), ...(farewell === null ? {} : { farewell }) }
    journal.append({ kind: 'qemu', event: 'exited', ...own, code, signal, words, ...also })
    cut.abort(new Cut('exit', `QEMU ended (${signal ?? `status ${code}`})`))
  }
  const rejects = ({ code, words }: { code: number | null; words: string }) => {
    const said = words === '' ? 'it printed nothing' : words
    cut.abort(new Cut('trouble', `the destination ended without the guest (status ${code}): ${said}`))
  }
  qemu.exited.then(ended, () => undefined)
  const polling = pollQmp(qmp, journal, own, cut)
  let before = readSchedstat(qemu.pid)
  const sampleMemory = () => {
    const bytes = anonymousBytes(qemu.pid)
    if (bytes !== null) journal.append({ kind: 'memory', ...own, bytes })
  }
  sampleMemory()
  return {
    sample(withMemory) {
      const after = readSchedstat(qemu.pid)
      if (withMemory) sampleMemory()
      if (before && after) {
        const held = heldFromOutside(qemu.pid)
        journal.append({
          kind: 'cpu',
          ...own,
          ...cpuSince(before, after),
          ...(held === null ? {} : { held }),
        })
      }
      before = after
    },
    [Symbol.dispose]() {
      isWatching = false
      polling[Symbol.dispose]()
    },
  }
}
