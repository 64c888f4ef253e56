import { UsageError } from '../model/errors.ts'
import type { Observation } from '../model/observation.ts'
import type { CellResult } from '../model/result.ts'
import { durationMs } from '../model/units.ts'
import { allCases, casesNamed } from '../plan/catalogue.ts'
import { whyNot } from '../plan/why-not.ts'
import { exitCode } from '../report/exit-code.ts'
import { json } from '../report/json.ts'
import { multiplexer } from '../report/multiplexer.ts'
import { pretty } from '../report/pretty.ts'
import type { Reporter } from '../report/reporter.ts'
import type { Cell } from '../run/cell.ts'
import { reap } from '../run/reap.ts'
import { playCell } from '../run/runner.ts'
import { skipped } from '../run/skipped.ts'
import { colourOn } from './colour.ts'
import type { GuestOptions, RunFlags } from './guest-options.ts'
import { interruptSignal } from './interrupt.ts'
import { outfit } from './outfit.ts'
import { paths } from './paths.ts'
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
  for (const path of reap(runs))
    say({ kind: 'step', text: `Cleaned up after a run that was killed: ${path}` })
  const equipment = await outfit(options, say, signal)
  const cells: Cell[] = cases.map(one => ({
    case: one,
    overallMs,
    asDocumented: options.asDocumented === true,
    ...equipment,
  }))
  const report = reporters(options, command)
  const results: CellResult[] = []
  report.begin({ cells: cells.length })
  for (const cell of cells) {
    if (signal.aborted) break
    const name = { case: cell.case.id, qemu: cell.qemu }
    report.cellStarted(name)
    const observed = (played: Cell, observation: Observation) => {
      const text = told(observation, options.verbose === true)
      if (text !== null) report.phase({ case: played.case.id, qemu: played.qemu }, text)
    }
    const why = whyNot(cell.case, cell.qemu)
    const settings = { tool, runs, keep: options.keep === true, signal, observed }
    const result = why === null ? await playCell(cell, settings) : skipped(cell, why)
    results.push(result)
    report.cellEnded(result)
  }
  report.end(results)
  signal.throwIfAborted()
  return exitCode(results)
}

function reporters(options: RunFlags, command: readonly string[]): Required<Reporter> {
  const { stdout, stderr } = process
  const people = options.json ? stderr : stdout
  const forPeople = pretty(text => people.write(text), { colour: colourOn(people) })
  const told: Reporter = { name: 'progress', phase: (_, text) => stderr.write(`  · ${text}\n`) }
  const asked = options.json ? [json(text => stdout.write(text), { tool, command })] : []
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
