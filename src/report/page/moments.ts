import type { FactOf, History, Observation } from '../../model/contract/observation.ts'
import { sizeText } from '../../model/value/units.ts'

/** Something that happened, in words. */
export interface Moment {
  readonly at: number
  readonly text: string
}

const mostMoments = 300
/** Lines of a job that follow each other are told one by one up to this many. */
const mostLines = 3

/** A journal in words, for who cannot see the chart, or wants to know exactly. Foreign text is not escaped. */
export function momentsOf(history: History): Moment[] {
  const moments: Moment[] = []
  let lines: Line[] = []
  for (const fact of history) {
    const isNext = isLine(fact) && (lines[0] === undefined || lines[0].job === fact.job)
    const text = isLine(fact) ? null : wordsOf(fact)
    if (lines.length > 0 && !isNext && (isLine(fact) || text !== null)) {
      moments.push(...lineMoments(lines))
      lines = []
    }
    if (isLine(fact)) lines.push(fact)
    else if (text !== null) moments.push({ at: fact.at, text })
  }
  return shortened([...moments, ...lineMoments(lines)])
}

type Line = Extract<FactOf<'job'>, { event: 'said' }>

function isLine(fact: Observation): fact is Line {
  return fact.kind === 'job' && fact.event === 'said'
}

function lineMoments(lines: readonly Line[]): Moment[] {
  const [first, last] = [lines[0], lines.at(-1)]
  if (first === undefined || last === undefined) return []
  if (lines.length <= mostLines)
    return lines.map(({ at, job, text }) => ({ at, text: `${job} says: ${text}` }))
  const text = `${first.job} says ${lines.length} lines, from '${first.text}' to '${last.text}' at ${Math.round(last.at)} ms`
  return [{ at: first.at, text }]
}

function shortened(moments: Moment[]): Moment[] {
  const next = moments[mostMoments]
  if (next === undefined) return moments
  return [
    ...moments.slice(0, mostMoments),
    { at: next.at, text: `… and ${moments.length - mostMoments} more` },
  ]
}

/** Null: there are too many of its kind, only the chart shows them. */
function wordsOf(fact: Observation): string | null {
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
      return jobWords(fact)
    case 'wanted':
      return `wanted: ${fact.job} ends with ${fact.code}`
    case 'content':
      return `${fact.peer} has ${fact.afterMarker ? 'then ' : ''}received ${sizeText(fact.bytes)} (${fact.bytes} bytes, sha256 ${fact.sha256})`
    case 'marker':
      if (fact.text === '') return `the ${fact.by} could not write another line`
      return `the ${fact.by} writes ${JSON.stringify(fact.text)}`
    case 'qemu':
      return qemuWords(fact)
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

function jobWords(fact: FactOf<'job'>): string | null {
  if (fact.event === 'started') return `${fact.job} starts: ${fact.command}`
  if (fact.event === 'exited') return `${fact.job} ends with ${fact.signal ?? fact.code}`
  return null
}

function qemuWords(fact: FactOf<'qemu'>): string {
  if (fact.event === 'started') return `QEMU starts (process ${fact.pid})`
  const panic = fact.panic === undefined ? '' : `; kernel panic: ${fact.panic}`
  return `QEMU ends with ${fact.signal ?? fact.code}: ${fact.words}${panic}`
}
