import { type End, hunt } from '../../bisect/hunt.ts'
import type { HuntEvent, Order, Ran } from '../../bisect/hunt-log.ts'
import type { Ground } from '../../bisect/search/course.ts'
import { graphOf } from '../../bisect/search/graph.ts'
import { refusalOf } from '../../bisect/search/refusal.ts'
import { usualRules } from '../../bisect/search/rules.ts'
import type { Source } from '../../bisect/source.ts'
import type { HuntReport, RevisionName } from '../../model/contract/hunt-report.ts'
import { UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { casesNamed } from '../../plan/catalogue.ts'
import { reap } from '../../run/reap.ts'
import type { HuntFolder } from './hunt-folder.ts'
import { HuntGuests } from './hunt-guests.ts'
import { finishedReport } from './hunt-report.ts'
import { type HuntTexts, huntTexts } from './hunt-reports.ts'
import { openSource } from './hunt-source.ts'
import { eventText, stepText } from './hunt-words.ts'

/**
 * Hunts on in a folder, from where its log stands, to the end. Resolves with the exit code: 0 found, 2 narrowed down
 * to several. Throws UsageError for ends between which there is nothing to find.
 */
export async function goOn(
  folder: HuntFolder,
  tell: (texts: HuntTexts) => void,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<number> {
  folder.take()
  reap(folder.file('runs'))
  const hunting = await Hunting.open(folder, onProgress, signal)
  try {
    const report = await hunting.toTheEnd()
    const texts = huntTexts(report)
    // The last one says that the hunt is over.
    folder.finish({ 'report.md': texts.markdown, 'report.html': texts.html, 'report.json': texts.json })
    onProgress(`The report is in ${folder.file('report.md')}, and beside it as a page and JSON`)
    await hunting.close()
    tell(texts)
    return report.edges[0].oneOf === undefined ? 0 : 2
  } catch (error) {
    if (error instanceof UsageError) {
      folder.finish({ refused: `${error.message}\n` })
      await hunting.close()
    }
    if (signal.aborted)
      onProgress(`chardev-fc bisect resume ${folder.id} goes on from here, reset gives it up`)
    throw error
  }
}

/** A hunt that is under way. */
class Hunting {
  readonly #folder: HuntFolder
  readonly #order: Order
  readonly #events: HuntEvent[]
  readonly #source: Source
  readonly #ground: Ground
  readonly #names = new Map<string, RevisionName>()
  readonly #onProgress: OnProgress
  readonly #signal: AbortSignal

  private constructor(folder: HuntFolder, source: Source, onProgress: OnProgress, signal: AbortSignal) {
    const { order, events } = folder.read()
    checkIds(events, source)
    this.#folder = folder
    this.#order = order
    this.#events = [...events]
    this.#source = source
    this.#ground = groundOf(order, source)
    this.#onProgress = onProgress
    this.#signal = signal
    if (events.length > 0) this.#record({ at: new Date().toISOString(), kind: 'resumed' })
  }

  static async open(folder: HuntFolder, onProgress: OnProgress, signal: AbortSignal): Promise<Hunting> {
    const { order } = folder.read()
    for (const note of order.notes) onProgress(`Note: ${note}`)
    const source = await openSource(order, folder, onProgress, signal)
    const revisions = source.revisions.length
    onProgress(`Hunt ${folder.id}: ${revisions} revisions; its log is ${folder.file('log.jsonl')}`)
    return new Hunting(folder, source, onProgress, signal)
  }

  async toTheEnd(): Promise<HuntReport> {
    const [played] = await casesNamed([this.#order.case])
    if (played === undefined) throw new UsageError(`no case '${this.#order.case}'`)
    const guests = new HuntGuests(played, this.#order.run, this.#folder.file('runs'), this.#onProgress)
    const end = await hunt(
      {
        ground: this.#ground,
        source: this.#source,
        signal: this.#signal,
        play: (program, signal) => guests.play(program, signal),
        record: event => this.#record(event),
        turned: (id, to) => this.#turned(id, to),
      },
      this.#events,
    )
    await this.#nameAll(end)
    if (end.kind !== 'done') throw refusalOf(end, this.#ground, this.#events, this.#names)
    return finishedReport({
      ...{ order: this.#order, ground: this.#ground, events: this.#events, names: this.#names },
      ...{ ...end, case: played, source: this.#source, guests, signal: this.#signal },
    })
  }

  /** Gives back what only a hunt that goes on needs. */
  close(): Promise<void> {
    return this.#source.close(this.#signal)
  }

  #record(event: HuntEvent): void {
    this.#folder.append(event)
    const text = eventText(event)
    if (text !== null) this.#onProgress(text)
  }

  async #turned(id: string, to: Ran['to']): Promise<void> {
    const text = stepText(id, to, await this.#name(id), this.#ground, this.#events)
    this.#onProgress(text)
  }

  async #name(id: string): Promise<RevisionName> {
    const name = this.#names.get(id) ?? (await this.#source.named(id, this.#signal))
    this.#names.set(id, name)
    return name
  }

  async #nameAll(end: End): Promise<void> {
    const found = end.kind === 'done' ? [end.found.among, end.found.before, end.found.after].flat() : []
    const ran = this.#events.flatMap(event => ('id' in event ? [event.id] : []))
    const ends = [this.#ground.before, this.#ground.after]
    for (const id of [...found, ...ran, ...ends]) await this.#name(id)
  }
}

/** A log that was edited, or a history that is another by now. Throws UsageError. */
function checkIds(events: readonly HuntEvent[], { revisions, before }: Source): void {
  const known = new Set([before, ...revisions.flatMap(({ id, parents }) => [id, ...parents])])
  const stranger = events.find(event => 'id' in event && !known.has(event.id))
  if (stranger === undefined || !('id' in stranger)) return
  throw new UsageError(
    `wanted the log of a hunt between its two ends, but it tells of ${stranger.id}, which is none of what lies there`,
  )
}

function groundOf({ hunt, symptom, bound, mostRuns }: Order, { revisions, before, after }: Source): Ground {
  const rules = { ...usualRules, bound, mostRuns }
  return { graph: graphOf(revisions), before, after, hunt, symptom, rules }
}
