import type { createLogUpdate } from 'log-update'
import picocolors from 'picocolors'
import type { Observation } from '../../model/contract/observation.ts'
import type { CellName } from '../../model/contract/result.ts'
import { escaped } from '../../model/value/escaped.ts'
import { durationText, sizeText } from '../../model/value/units.ts'
import { repeatText } from '../../report/cell/cell-labels.ts'
import type { Reporter } from '../../report/reporter.ts'
import type { Output } from './output.ts'

const everyMs = 100

/** The state of a running cell. */
interface RunningCell {
  readonly name: CellName
  readonly beganMs: number
  phase: string
  beats: number
  acceptedBytes: number
  readBytes: number
}

/** Progress on a terminal: a line for each running cell, redrawn below the verdicts, and an estimate of the time left. */
export class LiveProgress implements Reporter {
  readonly name = 'live progress'
  readonly #update: ReturnType<typeof createLogUpdate>
  readonly #running = new Map<string, RunningCell>()
  readonly #timer: NodeJS.Timeout
  readonly #colours: ReturnType<typeof picocolors.createColors>
  #cells = 0
  #ended = 0
  #beganMs = performance.now()
  readonly #earlier: number

  private constructor(update: ReturnType<typeof createLogUpdate>, { colour }: Output, earlier: number) {
    this.#earlier = earlier
    this.#update = update
    this.#colours = picocolors.createColors(colour)
    this.#timer = setInterval(() => this.#show(), everyMs)
    this.#timer.unref()
  }

  /** On a terminal; `earlier` is the number of cells that a resumed test run had already. */
  static async on(output: Output, earlier: number): Promise<LiveProgress> {
    const { createLogUpdate } = await import('log-update')
    return new LiveProgress(createLogUpdate(output.stream), output, earlier)
  }

  begin({ cells }: { readonly cells: number }): void {
    this.#cells = cells - this.#earlier
    this.#beganMs = performance.now()
  }

  cellStarted(name: CellName): void {
    const began = { beats: 0, acceptedBytes: 0, readBytes: 0, phase: 'starting' }
    this.#running.set(keyOf(name), { name, beganMs: performance.now(), ...began })
  }

  phase(name: CellName, text: string): void {
    const cell = this.#running.get(keyOf(name))
    if (cell) cell.phase = text
  }

  observed(name: CellName, observation: Observation): void {
    const cell = this.#running.get(keyOf(name))
    if (!cell) return
    if (observation.kind === 'beat') cell.beats++
    if (observation.kind === 'progress') cell.acceptedBytes = observation.bytes
    if (observation.kind === 'read') cell.readBytes = observation.total
  }

  /** Clears the lines: another reporter writes the verdict next. */
  cellEnded(name: CellName): void {
    this.#ended++
    this.#running.delete(keyOf(name))
    this.#update.clear()
  }

  end(): void {
    clearInterval(this.#timer)
    this.#update.clear()
    this.#update.done()
  }

  #show(): void {
    if (this.#running.size === 0) return
    const lines = [...this.#running.values()].map(cell => this.#line(cell))
    this.#update([...lines, this.#colours.dim(this.#estimate())].join('\n'))
  }

  #line({ name, beganMs, phase, beats, acceptedBytes, readBytes }: RunningCell): string {
    const parts = [
      `${durationText(performance.now() - beganMs)} ${phase}`,
      ...(beats > 0 ? [`${beats} beats`] : []),
      ...(acceptedBytes > 0 ? [`accepted ${sizeText(acceptedBytes)}`] : []),
      ...(readBytes > 0 ? [`read ${sizeText(readBytes)}`] : []),
    ]
    const text = [`${name.case}${repeatText(name)}`, name.qemu.label, ...parts].join(' · ')
    return `${this.#colours.cyan('▶')} ${escaped(text)}`
  }

  #estimate(): string {
    const left = this.#cells - this.#ended
    const done = `${this.#ended} of ${this.#cells} done`
    if (this.#ended === 0) return done
    return `${done}, about ${durationText(((performance.now() - this.#beganMs) / this.#ended) * left)} left`
  }
}

function keyOf({ case: id, qemu, repeat }: CellName): string {
  return JSON.stringify([id, qemu.path, repeat])
}
