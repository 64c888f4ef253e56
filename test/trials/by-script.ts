import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { paths } from '../../src/cli/paths.ts'
import type { Observation } from '../../src/model/contract/observation.ts'
import type { Symptom } from '../../src/model/contract/verdict.ts'
import { type RunningScript, scriptOf, start } from '../support/script.ts'
import type { Called, Trial } from './kind.ts'
import type { Play } from './play-trial.ts'
import { observationsAt } from './script-step.ts'

/** No script needs so long: all its waits have limits, though in ticks, which a busy host makes long. */
const longestMs = 900_000
const pollMs = 50
const outcomes = { PASS: 'pass', FAIL: 'fail', INCONCLUSIVE: 'inconclusive' } as const
const statuses = { pass: 0, fail: 1, inconclusive: 2 } as const

/** Plays a trial by the script that is printed of its case; keeps the script, and all that it said. */
export const byScript: Play = async (testBed, trial, { lease, signal }) => {
  const began = performance.now()
  const script = await scriptOf(trial.case, testBed)
  const running = start({ teardown: release => lease.add(release) }, script)
  const end = () => void running.child.kill('SIGTERM')
  signal.addEventListener('abort', end)
  const isTooLong = setTimeout(end, longestMs)
  const stopsTelling = tell(running, trial)
  const { code, text, verdict } = await running.ended
  clearTimeout(isTooLong)
  stopsTelling()
  signal.removeEventListener('abort', end)
  const seconds = Math.round((performance.now() - began) / 100) / 10
  const called = calledBy(verdict)
  const broke = brokenPromise({ code, text, called, left: running.left() })
  return {
    ...{ case: trial.case.id, qemu: testBed.qemu, seconds, dir: kept(trial.case.id, script, text) },
    ...(called ?? { outcome: 'error', because: verdict }),
    ...(broke === null ? {} : { broke }),
  }
}

/** Tells the trial what a run's journal would have; gives back what ends that. */
function tell({ child, temp, qemu }: RunningScript, trial: Trial): () => void {
  const began = performance.now()
  const seen: Observation[] = []
  const observe = (observation: Observation) => {
    seen.push(observation)
    trial.observed?.(seen)
  }
  const at = () => Math.round(performance.now() - began)
  let pid = 0
  createInterface(child.stdout as Readable).on('line', line => {
    const observations = observationsAt(line, at())
    if (pid === 0 && observations.length > 0) {
      pid = qemu()
      if (pid > 0) observe({ kind: 'qemu', event: 'started', pid, at: at() })
    }
    observations.forEach(observe)
  })
  const timer = setInterval(() => {
    if (!hasEndedWell(temp, 'background1')) return
    clearInterval(timer)
    observe({ kind: 'job', event: 'exited', job: 'job1', code: 0, signal: null, at: at() })
  }, pollMs)
  return () => clearInterval(timer)
}

/** The script's folder, or a file in it, may not be there yet, or any more. */
function hasEndedWell(temp: string, job: string): boolean {
  try {
    return readdirSync(temp).some(
      folder => readFileSync(join(temp, folder, `${job}.status`), 'utf8') === '0\n',
    )
  } catch {
    return false
  }
}

interface Verdict extends Pick<Called, 'because' | 'symptom'> {
  readonly outcome: keyof typeof statuses
}

function calledBy(verdict: string): Verdict | null {
  const [, word, symptom] = /^(PASS|FAIL|INCONCLUSIVE)(?: \((\w+)\))?[,:] /.exec(verdict) ?? []
  if (word === undefined) return null
  const outcome = outcomes[word as keyof typeof outcomes]
  return { outcome, because: verdict, ...(symptom === undefined ? {} : { symptom: symptom as Symptom }) }
}

/** What the script promises beside its verdict, and did not keep: or null. */
function brokenPromise(of: {
  readonly code: number | null
  readonly text: string
  readonly called: Verdict | null
  readonly left: readonly string[]
}): string | null {
  const error = /^.*reproduce\.sh: \d+:.*/m.exec(of.text)?.[0]
  if (of.called === null) return `its last line is no verdict (exit status ${of.code})`
  if (of.code !== statuses[of.called.outcome]) return `its exit status is ${of.code}`
  if (of.left.length > 0) return `it left behind ${of.left.join(', ')}`
  return error === undefined ? null : `a line of it failed: ${error}`
}

function kept(id: string, script: string, output: string): string {
  const { runs } = paths(process.env)
  mkdirSync(runs, { recursive: true, mode: 0o700 })
  const folder = mkdtempSync(join(runs, `${id}-script-`))
  writeFileSync(join(folder, 'reproduce.sh'), script)
  writeFileSync(join(folder, 'output.txt'), output)
  return folder
}
