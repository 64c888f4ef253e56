import { type RunOptions, type RunResult, runResult } from '../../bisect/log.ts'
import { Untestable } from '../../bisect/source.ts'
import type { Case } from '../../model/case/case.ts'
import { publicResult } from '../../model/contract/result.ts'
import { parse } from '../../model/contract/schema.ts'
import { InfraError, UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { whyNot } from '../../plan/why-not.ts'
import { probeQemu, type Qemu } from '../../qemu/binary/probe.ts'
import { reproduction } from '../../reproduce/reproduction.ts'
import { reproductionScript } from '../../reproduce/reproduction-script.ts'
import type { Cell } from '../../run/cell.ts'
import { playCell } from '../../run/runner.ts'
import { Snapshots } from '../../run/start/snapshots.ts'
import { snapshotStore } from '../guest/snapshot-store.ts'
import { type TestBed, testBed } from '../guest/test-bed.ts'
import { runLimitMs } from '../option/run-limit.ts'
import { paths } from '../paths.ts'
import { tool } from '../tool.ts'

/** Runs of the case of a bisection, all with the same guest and accelerator. */
export interface BisectGuests {
  /** One run; its directory is kept. Rejects with Untestable for a program that cannot run the case. */
  run(program: string): Promise<RunResult>
  /** The case without chardev-fc: a script, or with a disk image of the user's own commands to type. */
  reproduction(program: string): Promise<string>
}

export function bisectGuests(
  played: Case,
  options: RunOptions,
  runs: string,
  onProgress: OnProgress,
  signal: AbortSignal,
): BisectGuests {
  const snapshots = options.cold ? null : new Snapshots(snapshotStore(), runs)
  const qemus = new Map<string, Qemu>()
  const asDocumented = options.asDocumented === true
  let made: TestBed | null = null
  return {
    async run(program) {
      const settings = { tool, runs, keep: true, snapshots, signal, observed: () => undefined }
      const { result } = await playCell(await cellOf(program), settings)
      return parse(runResult, parse(publicResult, result))
    },
    async reproduction(program) {
      const { qemu, guest, ...cell } = await cellOf(program)
      const names = { ...cell, qemu: qemu.path, target: qemu, asDocumented }
      if (guest.kind === 'disk') return reproduction(played, { ...names, guest })
      return reproductionScript(played, { ...names, guest }, tool)
    },
  }

  async function cellOf(program: string): Promise<Cell> {
    const qemu = qemus.get(program) ?? (await probe(program, signal))
    qemus.set(program, qemu)
    // One accelerator for all: a bisection compares revisions, not accelerators.
    made ??= await testBed({ ...options, qemu: [program] }, onProgress, signal)
    if (qemu.accelerators?.includes(made.accel) === false)
      throw new Untestable(`it was built without ${made.accel}`)
    const why = whyNot(played, qemu, made.guest)
    if (why !== null) throw new Untestable(why)
    // What the case documents is not asked for, and no part of what was seen.
    const undocumented = { ...played, known: [] }
    return { case: undocumented, overallMs: runLimitMs(options.timeout), asDocumented, ...made, qemu }
  }
}

/** A QEMU that does not start tells nothing about the bug. */
async function probe(program: string, signal: AbortSignal): Promise<Qemu> {
  try {
    return await probeQemu(program, paths(process.env).cache, signal)
  } catch (error) {
    if (error instanceof UsageError || error instanceof InfraError) throw new Untestable(error.message)
    throw error
  }
}
