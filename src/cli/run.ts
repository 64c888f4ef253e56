import { UsageError } from '../model/errors.ts'
import type { Observation } from '../model/observation.ts'
import type { CellResult } from '../model/result.ts'
import type { Round } from '../model/round.ts'
import { durationMs } from '../model/units.ts'
import { allCases, casesNamed } from '../plan/catalogue.ts'
import { whyNot } from '../plan/why-not.ts'
import { exitCode } from '../report/exit-code.ts'
import { multiplexer } from '../report/multiplexer.ts'
import { pretty } from '../report/pretty.ts'
import type { Reporter } from '../report/reporter.ts'
import type { Cell } from '../run/cell.ts'
import { reap } from '../run/reap.ts'
import { playCell, type RunSettings } from '../run/runner.ts'
import { skipped } from '../run/skipped.ts'
import { colourOn } from './colour.ts'
import type { GuestOptions, RunFlags } from './guest-options.ts'
import { interruptSignal } from './interrupt.ts'
import { Keeping } from './keeping.ts'
import { machine } from './machine.ts'
import { outfit } from './outfit.ts'
import { paths } from './paths.ts'
import { type ReportTarget, reportTargets } from './report-targets.ts'
import { type ReportSources, reportersTo } from './reports.ts'
import { sayOn } from './say-on.ts'
import { tool } from './tool.ts'

/** `chardev-fc run`: plays cases one after the other. Resolves with the exit code. */
export async function run(
  ids: readonly string[],
  options: GuestOptions & RunFlags,
  command: readonly string[],
): Promise<number> {
  const cases = options.all ? await allCases() : await casesNamed(ids)
  if (cases.length === 0)
    throw new UsageError('wanted the ids of cases, or --all; chardev-fc list shows them')
  const overallMs = durationMs(options.timeout)
  const signal = interruptSignal()
  const { runs } = paths(process.env)
  const say = sayOn(process.stderr)
  const targets = reportTargets(options.report ?? [], options.json === true)
  const round: Round = {
    tool,
    command,
    startedAt: new Date().toISOString(),
    machine: machine(),
    plan: { cells: cases.length },
  }
  using keeping = new Keeping(
    round,
    options,
    targets.some(({ kind }) => kind === 'html'),
    say,
  )
  const report = reporters(targets, round, keeping)
  for (const path of reap(runs))
    say({ kind: 'step', text: `Cleaned up after a run that was killed: ${path}` })
  const equipment = await outfit(options, say, signal)
  const cells: Cell[] = cases.map(one => ({
    case: one,
    overallMs,
    asDocumented: options.asDocumented === true,
    ...equipment,
  }))
  const settings = { tool, runs, keep: options.keep === true, signal }
  const results = await playAll(cells, settings, { report, keeping, verbose: options.verbose === true })
  signal.throwIfAborted()
  return exitCode(results)
}

/** Plays one cell after the other until the end, or until the person interrupts, and tells all of it. */
async function playAll(
  cells: readonly Cell[],
  settings: Omit<RunSettings, 'observed' | 'ended'>,
  { report, keeping, verbose }: { report: Required<Reporter>; keeping: Keeping; verbose: boolean },
): Promise<CellResult[]> {
  const { signal } = settings
  const results: CellResult[] = []
  keeping.begin()
  report.begin({ cells: cells.length })
  for (const cell of cells) {
    if (signal.aborted) break
    const name = { case: cell.case.id, qemu: cell.qemu }
    report.cellStarted(name)
    const observed = (_: Cell, observation: Observation) => {
      const text = told(observation, verbose)
      if (text !== null) report.phase(name, text)
    }
    const ended = (result: CellResult, directory: string) => keeping.ended(result, directory, !signal.aborted)
    const why = whyNot(cell.case, cell.qemu)
    const playing =
      why === null ? playCell(cell, { ...settings, observed, ended }) : Promise.resolve(skipped(cell, why))
    const result = await playing.catch(error => {
      if (!signal.aborted) throw error
      return null // interrupted before there was anything to judge
    })
    if (result === null) break
    results.push(result)
    report.cellEnded(result)
  }
  report.end(results)
  return results
}

function reporters(targets: readonly ReportTarget[], round: Round, keeping: Keeping): Required<Reporter> {
  const { stdout, stderr } = process
  const people = targets.some(({ path }) => path === '-') ? stderr : stdout
  const forPeople = pretty(text => people.write(text), { colour: colourOn(people) })
  const told: Reporter = { name: 'progress', phase: (_, text) => stderr.write(`  · ${text}\n`) }
  const sources: ReportSources = {
    round,
    kept: result => keeping.kept(result),
    past: keeping.past,
    stepSummary: process.env['GITHUB_STEP_SUMMARY'],
  }
  const asked = reportersTo(targets, sources, text => stdout.write(text))
  return multiplexer([forPeople, told, ...asked])
}

/** What of an observation is told while it runs: phases always, steps when asked for. */
function told(observation: Observation, verbose: boolean): string | null {
  if (observation.kind === 'phase' && observation.phase !== 'end') return phaseText[observation.phase]
  if (observation.kind === 'cut') return `cut: ${observation.why}`
  if (!verbose) return null
  const at = `${(observation.at / 1000).toFixed(1)} s`
  if (observation.kind === 'step' && observation.edge === 'begin') return `${at} ${observation.text}`
  if (observation.kind === 'peer') return `${at} ${observation.peer} ${observation.event}`
  return null
}

const phaseText = {
  boot: 'booting the guest',
  healthy: 'watching it beat',
  script: 'playing the script',
  revive: 'the host reads: does the guest come back?',
} as const
