import type { createLogUpdate } from 'log-update'
import picocolors from 'picocolors'
import type { Observation } from '../../model/contract/observation.ts'
import type { CellName } from '../../model/contract/result.ts'
import { durationText, sizeText } from '../../model/value/units.ts'
import { escaped } from '../../report/escaped.ts'
import type { Reporter } from '../../report/reporter.ts'

const everyMs = 100

/** What is known of a cell under way. */
interface Underway {
  readonly name: CellName
  readonly beganMs: number
  phase: string
  beats: number
  acceptedBytes: number
  readBytes: number
}

/** On a terminal: a line for each cell under way, renewed in place below the verdicts, and how long it may take. */
export class LiveProgress implements Reporter {
  readonly name = 'live progress'
  readonly #update: ReturnType<typeof createLogUpdate>
  readonly #underway = new Map<CellName, Underway>()
  readonly #timer: NodeJS.Timeout
  readonly #colours: ReturnType<typeof picocolors.createColors>
  #cells = 0
  #ended = 0
  #beganMs = performance.now()

  readonly #earlier: number

  private constructor(update: ReturnType<typeof createLogUpdate>, colour: boolean, earlier: number) {
    this.#earlier = earlier
    this.#update = update
    this.#colours = picocolors.createColors(colour)
    this.#timer = setInterval(() => this.#show(), everyMs)
    this.#timer.unref()
  }

  /** `stream` is a terminal; `earlier` is how many cells of the test run were played before. */
  static async on(stream: NodeJS.WriteStream, colour: boolean, earlier: number): Promise<LiveProgress> {
    const { createLogUpdate } = await import('log-update')
    return new LiveProgress(createLogUpdate(stream), colour, earlier)
  }

  begin({ cells }: { readonly cells: number }): void {
    this.#cells = cells - this.#earlier
    this.#beganMs = performance.now()
  }

  cellStarted(name: CellName): void {
    const began = { beats: 0, acceptedBytes: 0, readBytes: 0, phase: 'starting' }
    this.#underway.set(name, { name, beganMs: performance.now(), ...began })
  }

  phase(name: CellName, text: string): void {
    const cell = this.#underway.get(name)
    if (cell) cell.phase = text
  }

  /** Every observation of a cell under way. */
  observed(name: CellName, observation: Observation): void {
    const cell = this.#underway.get(name)
    if (!cell) return
    if (observation.kind === 'beat') cell.beats++
    if (observation.kind === 'progress') cell.acceptedBytes = observation.bytes
    if (observation.kind === 'read') cell.readBytes = observation.total
  }

  /** Gives the place to the verdict, which another reporter writes next. */
  cellEnded(name: CellName): void {
    this.#ended++
    for (const key of this.#underway.keys()) {
      if (isSame(key, name)) this.#underway.delete(key)
    }
    this.#update.clear()
  }

  end(): void {
    clearInterval(this.#timer)
    this.#update.clear()
    this.#update.done()
  }

  #show(): void {
    if (this.#underway.size === 0) return
    const lines = [...this.#underway.values()].map(cell => this.#line(cell))
    this.#update([...lines, this.#colours.dim(this.#outlook())].join('\n'))
  }

  #line({ name, beganMs, phase, beats, acceptedBytes, readBytes }: Underway): string {
    const parts = [
      `${durationText(performance.now() - beganMs)} ${phase}`,
      ...(beats > 0 ? [`${beats} beats`] : []),
      ...(acceptedBytes > 0 ? [`accepted ${sizeText(acceptedBytes)}`] : []),
      ...(readBytes > 0 ? [`read ${sizeText(readBytes)}`] : []),
    ]
    const repeat = name.repeat === undefined ? '' : ` #${name.repeat}`
    const who = `${escaped(name.case)}${repeat} · ${escaped(name.qemu.label)}`
    return `${this.#colours.cyan('▶')} ${who} · ${parts.join(' · ')}`
  }

  #outlook(): string {
    const left = this.#cells - this.#ended
    const done = `${this.#ended} of ${this.#cells} done`
    if (this.#ended === 0) return done
    return `${done}, about ${durationText(((performance.now() - this.#beganMs) / this.#ended) * left)} left`
  }
}

function isSame(one: CellName, other: CellName): boolean {
  return one.case === other.case && one.qemu.path === other.qemu.path && one.repeat === other.repeat
}
