import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { snapshotStore } from '../../src/cli/guest/snapshot-store.ts'
import { type TestBed, testBed } from '../../src/cli/guest/test-bed.ts'
import { paths } from '../../src/cli/paths.ts'
import { tool } from '../../src/cli/tool.ts'
import type { Case } from '../../src/model/case/case.ts'
import { type History, type Observation, ofKind } from '../../src/model/contract/observation.ts'
import type { CellResult } from '../../src/model/contract/result.ts'
import type { ProgressEvent } from '../../src/model/progress-event.ts'
import { casesNamed } from '../../src/plan/catalogue.ts'
import { playCell, type RunSettings } from '../../src/run/runner.ts'
import { Snapshots } from '../../src/run/start/snapshots.ts'
import type { Stage } from '../../src/verbs/stage.ts'

const { runs: state } = paths(process.env)
const snapshots = new Snapshots(snapshotStore(), state)

let found: Promise<TestBed> | undefined

/** The QEMU and the guest that all tests of one file share; fetched and built at the first call of all. */
export function equipment(): Promise<TestBed> {
  const onProgress = (word: ProgressEvent) =>
    process.stderr.write(`# ${typeof word === 'string' ? word : word.text}\n`)
  found ??= testBed({ accel: 'auto' }, onProgress, new AbortController().signal)
  return found
}

/** One case of ours. */
export async function caseNamed(id: string): Promise<Case<Stage>> {
  const [one] = await casesNamed([id])
  if (one === undefined) throw new Error(`no case ${id}`)
  return one
}

const retries = 2

/** Plays a case as `playOnce` does, and again where this host was too busy for a verdict (--retry-inconclusive). */
export async function play(
  played: Case,
  observed?: (observation: Observation) => void,
  bed?: TestBed,
): Promise<{ result: CellResult; history: History }> {
  for (let retry = 0; ; retry++) {
    const run = await playOnce(played, observed, bed)
    const { outcome, because } = run.result
    const isBusy = outcome === 'inconclusive' && /\bhost was starved\b/.test(because)
    if (!isBusy || retry === retries) return run
  }
}

/** Plays a case on a real guest; `observed` hears of every observation as it is made. */
export async function playOnce(
  played: Case,
  observed: (observation: Observation) => void = () => undefined,
  bed?: TestBed,
): Promise<{ result: CellResult; history: History }> {
  const history: Observation[] = []
  const runs = mkdtempSync(join(tmpdir(), 'cfc-test-'))
  try {
    const result = await playOn(bed ?? (await equipment()), played, {
      runs,
      keep: false,
      signal: new AbortController().signal,
      observed: (_, observation) => {
        history.push(observation)
        observed(observation)
      },
    })
    return { result, history }
  } finally {
    rmSync(runs, { recursive: true })
  }
}

/** Plays a case on one of several QEMUs, from a snapshot where there can be one. */
export async function playOn(
  equipment: TestBed,
  played: Case,
  settings: Omit<RunSettings, 'tool' | 'snapshots'>,
): Promise<CellResult> {
  const cell = { case: played, overallMs: 120_000, ...equipment }
  return (await playCell(cell, { tool, snapshots, ...settings })).result
}

/** QEMU's process id, once it has started. */
export function qemuPid(history: History): number {
  const started = ofKind(history, 'qemu').findLast(fact => fact.event === 'started')
  if (started?.event !== 'started') throw new Error('QEMU has not started')
  return started.pid
}
