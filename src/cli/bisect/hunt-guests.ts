import type { RunOptions, RunResult } from '../../bisect/hunt-log.ts'
import { runResult } from '../../bisect/log-lines.ts'
import { Unfit } from '../../bisect/source.ts'
import type { Case } from '../../model/case/case.ts'
import { publicResult } from '../../model/contract/result.ts'
import { parse } from '../../model/contract/schema.ts'
import { InfraError, UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { durationMs } from '../../model/value/units.ts'
import { whyNot } from '../../plan/why-not.ts'
import { probeQemu, type Qemu } from '../../qemu/binary/probe.ts'
import { reproduction } from '../../reproduce/reproduction.ts'
import { reproductionScript } from '../../reproduce/reproduction-script.ts'
import type { Cell } from '../../run/cell.ts'
import { playCell } from '../../run/runner.ts'
import { SnapshotStore, snapshotLimitBytes } from '../../run/start/snapshot-store.ts'
import { Snapshots } from '../../run/start/snapshots.ts'
import { paths } from '../paths.ts'
import { type TestBed, testBed } from '../play/test-bed.ts'
import { tool } from '../tool.ts'

/** Plays the case of a hunt on one program after the other, each time on the same guest and accelerator. */
export class HuntGuests {
  readonly #case: Case
  readonly #options: RunOptions
  readonly #runs: string
  readonly #snapshots: Snapshots | null
  readonly #onProgress: OnProgress
  readonly #qemus = new Map<string, Qemu>()
  #testBed: TestBed | null = null

  constructor(played: Case, options: RunOptions, runs: string, onProgress: OnProgress) {
    this.#case = played
    this.#options = options
    this.#runs = runs
    const store = new SnapshotStore(paths(process.env).cache, snapshotLimitBytes)
    this.#snapshots = options.cold ? null : new Snapshots(store, runs)
    this.#onProgress = onProgress
  }

  /** One run; its directory is kept. Rejects with Unfit for a program that is no QEMU that could be run. */
  async play(program: string, signal: AbortSignal): Promise<RunResult> {
    const cell = await this.#cell(program, signal)
    const { result } = await playCell(cell, {
      tool,
      runs: this.#runs,
      keep: true,
      snapshots: this.#snapshots,
      signal,
      observed: () => undefined,
    })
    return parse(runResult, parse(publicResult, result))
  }

  /** The case for somebody who has no chardev-fc: a script, or for a disk of the user's own commands to type. */
  async reproduction(program: string, signal: AbortSignal): Promise<string> {
    const { qemu, guest, ...cell } = await this.#cell(program, signal)
    const names = { ...cell, qemu: qemu.path, target: qemu, asDocumented: cell.asDocumented === true }
    if (guest.kind === 'disk') return reproduction(this.#case, { ...names, guest })
    return reproductionScript(this.#case, { ...names, guest }, tool)
  }

  async #cell(program: string, signal: AbortSignal): Promise<Cell> {
    // Asked once: what a hunt runs does not change under it.
    const qemu = this.#qemus.get(program) ?? (await fitQemu(program, signal))
    this.#qemus.set(program, qemu)
    // One accelerator for all: a hunt compares revisions, not accelerators.
    this.#testBed ??= await testBed({ ...this.#options, qemu: [program] }, this.#onProgress, signal)
    const { accel } = this.#testBed
    if (qemu.accelerators?.includes(accel) === false) throw new Unfit(`it was built without ${accel}`)
    const why = whyNot(this.#case, qemu)
    if (why !== null) throw new Unfit(why)
    const { timeout, asDocumented } = this.#options
    return {
      case: this.#case,
      overallMs: durationMs(timeout),
      asDocumented: asDocumented === true,
      ...this.#testBed,
      qemu,
    }
  }
}

/** A QEMU that does not start says nothing about the bug. */
async function fitQemu(program: string, signal: AbortSignal): Promise<Qemu> {
  try {
    return await probeQemu(program, paths(process.env).cache, signal)
  } catch (error) {
    if (error instanceof UsageError || error instanceof InfraError) throw new Unfit(error.message)
    throw error
  }
}
