import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { paths } from '../../src/cli/paths.ts'
import type { TestBed } from '../../src/cli/play/test-bed.ts'
import type { Observation } from '../../src/model/contract/observation.ts'
import { Lease } from '../../src/run/lease.ts'
import { playOn } from '../support/guest.ts'
import { type Called, type Kind, type Trial, type Verdict, verdictOf } from './kind.ts'
import { type Random, seeded } from './random.ts'

/** A trial that has ended. */
export interface Ended {
  readonly kind: Kind
  readonly seed: number
  readonly verdict: Verdict
  readonly result: Called
}

/** Plays a trial's case once, and tells the trial what is observed. What it keeps of it lies in the result's `dir`. */
export type Play = (
  testBed: TestBed,
  trial: Trial,
  bounds: { readonly lease: Lease; readonly signal: AbortSignal },
) => Promise<Called>

/** What is done to a run may come after its end: then it is played again, at other moments, so many times. */
const mostTries = 3

/**
 * Plays the trial of a kind that a seed stands for. The run directory stays only of one that was called wrongly. Rejects
 * when the signal aborts.
 */
export async function playTrial(
  kind: Kind,
  seed: number,
  { testBeds, play, signal }: { testBeds: readonly TestBed[]; play: Play; signal: AbortSignal },
): Promise<Ended> {
  const random = seeded(seed ^ hash(kind.kind))
  const testBed = random.pick(testBeds)
  for (let tries = 1; ; tries++) {
    const { result, acted } = await playOnce(kind, testBed, random, { play, signal })
    const verdict = acted ? verdictOf(kind, result) : 'inconclusive'
    const isKept = verdict === 'WRONG' && !signal.aborted
    if (!isKept && result.dir !== undefined) rmSync(result.dir, { recursive: true })
    signal.throwIfAborted()
    if (acted) return { kind, seed, verdict, result }
    if (tries === mostTries)
      return { kind, seed, verdict, result: { ...result, because: `too late: ${result.because}` } }
  }
}

async function playOnce(
  kind: Kind,
  testBed: TestBed,
  random: Random,
  { play, signal }: { play: Play; signal: AbortSignal },
): Promise<{ result: Called; acted: boolean }> {
  await using lease = new Lease()
  const folder = mkdtempSync(join(tmpdir(), 'cfc-trial-'))
  lease.add(() => rmSync(folder, { recursive: true }))
  const trial = await kind.make({ random, qemu: testBed.qemu, folder, lease })
  const result = await play({ ...testBed, qemu: trial.qemu ?? testBed.qemu }, trial, { lease, signal })
  return { result, acted: trial.acted?.() ?? true }
}

/** Plays as `chardev-fc run` does. */
export const byRun: Play = (testBed, trial, { signal }) => {
  const seen: Observation[] = []
  return playOn(testBed, trial.case, {
    runs: paths(process.env).runs,
    keep: true,
    signal,
    observed: (_, observation) => {
      seen.push(observation)
      trial.observed?.(seen)
    },
  })
}

/** FNV-1a: the same seed is another trial for each kind. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const char of text) value = Math.imul(value ^ char.charCodeAt(0), 0x01000193)
  return value >>> 0
}
