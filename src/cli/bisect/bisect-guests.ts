import { type RunOptions, type RunResult, runResult } from '../../bisect/log.ts'
import { Untestable } from '../../bisect/source.ts'
import type { Case } from '../../model/case/case.ts'
import { publicResult } from '../../model/contract/result.ts'
import { parse } from '../../model/contract/schema.ts'
import { InfraError, UsageError } from '../../model/errors.ts'
import type { Say } from '../../model/say.ts'
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
import { type Outfit, outfit } from '../play/outfit.ts'
import { tool } from '../tool.ts'

/** Runs the case of a bisection on one program after the other, all with the same guest and accelerator. */
export class BisectGuests {
  readonly #case: Case
  readonly #options: RunOptions
  readonly #runs: string
  readonly #snapshots: Snapshots | null
  readonly #say: Say
  readonly #qemus = new Map<string, Qemu>()
  #outfit: Outfit | null = null

  constructor(played: Case, options: RunOptions, runs: string, say: Say) {
    this.#case = played
    this.#options = options
    this.#runs = runs
    const store = new SnapshotStore(paths(process.env).cache, snapshotLimitBytes)
    this.#snapshots = options.cold ? null : new Snapshots(store, runs)
    this.#say = say
  }

  /** One run; its directory is kept. Rejects with Untestable for a program that cannot run the case. */
  async run(program: string, signal: AbortSignal): Promise<RunResult> {
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

  /** The case without chardev-fc: a script, or with a disk image of the user's own commands to type. */
  async reproduction(program: string, signal: AbortSignal): Promise<string> {
    const { qemu, guest, ...cell } = await this.#cell(program, signal)
    const names = { ...cell, qemu: qemu.path, target: qemu, asDocumented: cell.asDocumented === true }
    if (guest.kind === 'disk') return reproduction(this.#case, { ...names, guest })
    return reproductionScript(this.#case, { ...names, guest }, tool)
  }

  async #cell(program: string, signal: AbortSignal): Promise<Cell> {
    const qemu = this.#qemus.get(program) ?? (await probe(program, signal))
    this.#qemus.set(program, qemu)
    // One accelerator for all: a bisection compares revisions, not accelerators.
    this.#outfit ??= await outfit({ ...this.#options, qemu: [program] }, this.#say, signal)
    const { accel } = this.#outfit
    if (qemu.accelerators?.includes(accel) === false) throw new Untestable(`it was built without ${accel}`)
    const why = whyNot(this.#case, qemu)
    if (why !== null) throw new Untestable(why)
    const { timeout, asDocumented } = this.#options
    return {
      case: this.#case,
      overallMs: durationMs(timeout),
      asDocumented: asDocumented === true,
      ...this.#outfit,
      qemu,
    }
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
