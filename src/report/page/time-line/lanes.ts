import { type BeatPath, type History, ofKind, runOf } from '../../../model/contract/observation.ts'
import { usualLimits } from '../../../model/limits.ts'
import { shortened } from '../../../model/value/shortened.ts'
import { hostLanes } from './host-lanes.ts'
import { jobLanes } from './job-lanes.ts'
import { type Lane, type Span, span } from './lane.ts'
import { thinned } from './thinned.ts'

const mostMarks = 1500
const mostSpans = 400
/** Shown are host ticks later than this, and spans of which QEMU's threads waited for a CPU for more than this part. */
const lateMs = 50
const starvedPart = 0.5

/** The rows of the chart, from the script to the heartbeats. Empty rows are left out, except those of heartbeats and QMP. */
export function lanesOf(history: History, end: number): Lane[] {
  const silenceMs = runOf(history)?.limits.silenceFloorMs ?? usualLimits.silenceFloorMs
  const beats = (path: BeatPath) =>
    ofKind(history, 'beat').flatMap(beat => (beat.path === path ? [beat.at] : []))
  const answers = ofKind(history, 'qmp').map(({ at }) => at)
  return [
    ...spanLane('script', scriptSpans(history, end)),
    ...hostLanes(history, end),
    ...jobLanes(history, end),
    signs('beats: ssh', beats('ssh'), silenceMs, end),
    signs('beats: serial', beats('serial'), silenceMs, end),
    signs('QMP', answers, silenceMs, end),
    ...spanLane('late host', lateSpans(history)),
  ].map(thin)
}

function spanLane(name: string, spans: readonly Span[]): Lane[] {
  return spans.length === 0 ? [] : [{ name, spans, marks: [] }]
}

/** Signs of life, and the silences between them. */
function signs(name: string, marks: readonly number[], silenceMs: number, end: number): Lane {
  const silences = marks
    .map((from, index) => ({ from, to: marks[index + 1] ?? end }))
    .filter(({ from, to }) => to - from > silenceMs)
    .map(({ from, to }) => span(from, to, 'silence', `${((to - from) / 1000).toFixed(1)} s of silence`))
  return { name, spans: silences, marks }
}

function scriptSpans(history: History, end: number): Span[] {
  const steps = ofKind(history, 'step')
  const ends = new Map(steps.filter(({ edge }) => edge === 'end').map(fact => [fact.step, fact]))
  return steps
    .filter(({ edge }) => edge === 'begin')
    .map(begin => {
      const ended = ends.get(begin.step)
      return span(begin.at, ended?.at ?? end, ended === undefined ? 'cut' : 'step', begin.text)
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
    name: shortened(name, 24),
    spans: thinned(spans, mostSpans, ({ from }) => from),
    marks: thinned(marks, mostMarks, at => at).map(at => Math.round(at)),
  }
}
