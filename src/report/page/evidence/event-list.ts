import type { FactOf, History, Observation } from '../../../model/contract/observation.ts'
import { sizeText } from '../../../model/value/units.ts'

/** An event of a run as text. */
export interface ListedEvent {
  readonly at: number
  readonly text: string
}

const mostEvents = 300
/** Up to this many successive lines of a job are listed one by one. */
const mostLines = 3

/** A journal as text: the content of the chart with exact values. Foreign text is not escaped. */
export function eventList(history: History): ListedEvent[] {
  const events: ListedEvent[] = []
  let lines: Line[] = []
  for (const fact of history) {
    const isNext = isLine(fact) && (lines[0] === undefined || lines[0].job === fact.job)
    const text = isLine(fact) ? null : eventText(fact)
    if (lines.length > 0 && !isNext && (isLine(fact) || text !== null)) {
      events.push(...lineEvents(lines))
      lines = []
    }
    if (isLine(fact)) lines.push(fact)
    else if (text !== null) events.push({ at: fact.at, text })
  }
  return shortened([...events, ...lineEvents(lines)])
}

type Line = Extract<FactOf<'job'>, { event: 'said' }>

function isLine(fact: Observation): fact is Line {
  return fact.kind === 'job' && fact.event === 'said'
}

function lineEvents(lines: readonly Line[]): ListedEvent[] {
  const [first, last] = [lines[0], lines.at(-1)]
  if (first === undefined || last === undefined) return []
  if (lines.length <= mostLines)
    return lines.map(({ at, job, text }) => ({ at, text: `${job} prints: ${text}` }))
  const text = `${first.job} prints ${lines.length} lines, from '${first.text}' to '${last.text}' at ${Math.round(last.at)} ms`
  return [{ at: first.at, text }]
}

function shortened(events: ListedEvent[]): ListedEvent[] {
  const next = events[mostEvents]
  if (next === undefined) return events
  return [...events.slice(0, mostEvents), { at: next.at, text: `… and ${events.length - mostEvents} more` }]
}

/** Null for frequent facts, which only the chart shows. */
function eventText(fact: Observation): string | null {
  switch (fact.kind) {
    case 'phase':
      return `phase: ${fact.phase}`
    case 'start':
      return fact.start === 'warm' ? 'the guest was restored from a snapshot' : 'the guest was booted'
    case 'step':
      return fact.edge === 'begin' ? `script: ${fact.text}` : null
    case 'peer':
      return `${fact.peer} ${fact.event}${fact.text === undefined ? '' : `: ${fact.text}`}`
    case 'job':
      return jobText(fact)
    case 'wanted':
      return `expected: ${fact.job} exits with ${fact.code}`
    case 'refusal':
      return `QEMU ${fact.words === null ? 'executes' : 'refuses'} ${fact.command}`
    case 'content':
      return `${fact.peer} has ${fact.afterMarker ? 'then ' : ''}received ${sizeText(fact.bytes)} (${fact.bytes} bytes, sha256 ${fact.sha256})`
    case 'marker':
      if (fact.text === '') return `the ${fact.by} could not write another line`
      return `the ${fact.by} writes ${JSON.stringify(fact.text)}`
    case 'qemu':
      return qemuText(fact)
    case 'qmp-event':
      return `QMP event ${fact.event}: ${JSON.stringify(fact.data)}`
    case 'cut':
      return `cut (${fact.by}): ${fact.why}`
    case 'note':
      return fact.text
    case 'run':
    case 'beat':
    case 'tick':
    case 'cpu':
    case 'qmp':
    case 'progress':
    case 'read':
    case 'sent':
    case 'memory':
    case 'evidence':
      return null
  }
}

function jobText(fact: FactOf<'job'>): string | null {
  if (fact.event === 'started') return `${fact.job} starts: ${fact.command}`
  if (fact.event === 'killed') return `${fact.job} is killed`
  if (fact.event === 'exited') return `${fact.job} exits with ${fact.signal ?? fact.code}`
  return null
}

function qemuText(fact: FactOf<'qemu'>): string {
  const qemu = fact.process === undefined ? 'QEMU' : `QEMU ${fact.process}`
  if (fact.event === 'started') return `${qemu} starts (process ${fact.pid})`
  if (fact.event === 'holds') return `the guest runs in ${qemu}`
  if (fact.event === 'killed') return `the script ends ${qemu}`
  const panic = fact.panic === undefined ? '' : `; kernel panic: ${fact.panic}`
  return `${qemu} exits with ${fact.signal ?? fact.code}: ${fact.words}${panic}`
}
