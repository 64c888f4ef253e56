import { type BeatPath, type History, ofKind, runOf } from '../../model/contract/observation.ts'
import { usualLimits } from '../../model/limits.ts'
import { hostLanes } from './host-lanes.ts'
import { jobLanes } from './job-lanes.ts'
import { type Lane, mostText, type Span, span } from './lane.ts'
import { thinned } from './thinned.ts'

const mostMarks = 1500
const mostSpans = 400
/** A host tick later than this, and QEMU's threads waiting for a CPU for more than this part, are worth showing. */
const lateMs = 50
const starvedPart = 0.5

/** The rows from the script at the top to the beats at the bottom. A row without anything is left out, save the beats. */
export function lanesOf(history: History, end: number): Lane[] {
  const silenceMs = runOf(history)?.limits.silenceFloorMs ?? usualLimits.silenceFloorMs
  const beats = (path: BeatPath) =>
    ofKind(history, 'beat').flatMap(beat => (beat.path === path ? [beat.at] : []))
  const scarce = [
    lane('script', scriptSpans(history, end)),
    ...hostLanes(history, end),
    ...jobLanes(history, end),
  ]
  const host = lane('late host', lateSpans(history))
  return [
    ...scarce.filter(({ spans }) => spans.length > 0),
    signs('beats: ssh', beats('ssh'), silenceMs, end),
    signs('beats: serial', beats('serial'), silenceMs, end),
    signs(
      'QMP',
      ofKind(history, 'qmp').map(({ at }) => at),
      silenceMs,
      end,
    ),
    ...(host.spans.length > 0 ? [host] : []),
  ].map(thin)
}

function lane(name: string, spans: readonly Span[], marks: readonly number[] = []): Lane {
  return { name, spans, marks }
}

/** Signs of life, and the silences between them. */
function signs(name: string, marks: readonly number[], silenceMs: number, end: number): Lane {
  const silences = marks
    .map((from, index) => ({ from, to: marks[index + 1] ?? end }))
    .filter(({ from, to }) => to - from > silenceMs)
    .map(({ from, to }) => span(from, to, 'silence', `${((to - from) / 1000).toFixed(1)} s without a beat`))
  return lane(name, silences, marks)
}

function scriptSpans(history: History, end: number): Span[] {
  const steps = ofKind(history, 'step')
  return steps
    .filter(({ edge }) => edge === 'begin')
    .map(begun => {
      const ended = steps.find(({ edge, step }) => edge === 'end' && step === begun.step)
      return span(begun.at, ended?.at ?? end, ended === undefined ? 'cut' : 'step', begun.text)
    })
}

function lateSpans(history: History): Span[] {
  return history.flatMap(fact => {
    if (fact.kind === 'tick' && fact.lateMs >= lateMs)
      return [span(fact.at - fact.lateMs, fact.at, 'late', `the host's tick came ${fact.lateMs} ms late`)]
    if (fact.kind !== 'cpu' || fact.waitedMs < starvedPart * fact.spanMs) return []
    const text = `a thread of QEMU waited ${Math.round(fact.waitedMs)} of ${Math.round(fact.spanMs)} ms for a CPU`
    return [span(fact.at - fact.spanMs, fact.at, 'starved', text)]
  })
}

function thin({ name, spans, marks }: Lane): Lane {
  return {
    name: mostText(name, 24),
    spans: thinned(spans, mostSpans, ({ from }) => from),
    marks: thinned(marks, mostMarks, at => at).map(at => Math.round(at)),
  }
}
