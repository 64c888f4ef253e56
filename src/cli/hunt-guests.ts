import type { Order, Ran } from '../bisect/hunt-log.ts'
import { Unfit } from '../bisect/source.ts'
import type { Case } from '../model/case.ts'
import { InfraError, UsageError } from '../model/errors.ts'
import type { Say } from '../model/say.ts'
import { durationMs } from '../model/units.ts'
import { probeQemu, type Qemu } from '../qemu/probe.ts'
import type { Cell } from '../run/cell.ts'
import { reproduction } from '../run/reproduction.ts'
import { playCell } from '../run/runner.ts'
import type { GuestOptions } from './guest-options.ts'
import { type Outfit, outfit } from './outfit.ts'
import { paths } from './paths.ts'
import { tool } from './tool.ts'

/** Plays the case of a hunt on one program after the other, each time on the same guest and accelerator. */
export class HuntGuests {
  readonly #case: Case
  readonly #options: Order['run']
  readonly #runs: string
  readonly #say: Say
  #outfit: Outfit | null = null

  constructor(played: Case, { run }: Order, runs: string, say: Say) {
    this.#case = played
    this.#options = run
    this.#runs = runs
    this.#say = say
  }

  /** One run; its directory is kept. Rejects with Unfit for a program that is no QEMU that could be run. */
  async play(program: string, signal: AbortSignal): Promise<Omit<Ran, 'kind' | 'id' | 'to'>> {
    const cell = await this.#cell(program, signal)
    const result = await playCell(cell, {
      tool,
      runs: this.#runs,
      keep: true,
      signal,
      observed: () => undefined,
    })
    const { outcome, symptom, because, seconds, dir, findings } = result
    return {
      outcome,
      ...(symptom === undefined ? {} : { symptom }),
      because,
      findings: findings.map(({ name, outcome, symptom, because }) => ({
        name,
        outcome,
        ...(symptom === undefined ? {} : { symptom }),
        because,
      })),
      seconds,
      ...(dir === undefined ? {} : { dir }),
    }
  }

  /** The case as a person would type it. */
  async reproduction(program: string, signal: AbortSignal): Promise<string> {
    const cell = await this.#cell(program, signal)
    const asDocumented = cell.asDocumented === true
    return reproduction(this.#case, { ...cell, qemu: cell.qemu.path, target: cell.qemu, asDocumented })
  }

  async #cell(program: string, signal: AbortSignal): Promise<Cell> {
    const qemu = await fitQemu(program, signal)
    // One accelerator for all: a hunt compares revisions, not accelerators.
    this.#outfit ??= await outfit({ ...this.#guest(), qemu: program }, this.#say, signal)
    const { accel } = this.#outfit
    if (qemu.accelerators?.includes(accel) === false) throw new Unfit(`it was built without ${accel}`)
    const { timeout, asDocumented } = this.#options
    return {
      case: this.#case,
      overallMs: durationMs(String(timeout)),
      asDocumented: asDocumented === true,
      ...this.#outfit,
      qemu,
    }
  }

  #guest(): GuestOptions {
    const { accel, memory, kernel, initrd } = this.#options
    return {
      accel: accel as GuestOptions['accel'],
      memory: String(memory),
      ...(kernel === undefined ? {} : { kernel: String(kernel) }),
      ...(initrd === undefined ? {} : { initrd: String(initrd) }),
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
