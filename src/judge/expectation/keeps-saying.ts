import type { Checks, Expectation, Judged } from '../../model/case/expectation.ts'
import { type History, ofKind } from '../../model/contract/observation.ts'
import { fixedLimits } from '../../model/limits.ts'
import { median } from '../../model/value/median.ts'
import { durationText } from '../../model/value/units.ts'
import { fail, inconclusive, pass } from '../judged.ts'
import { away, outside } from '../machine/away.ts'
import { beatsOn } from '../silence/beats.ts'
import { starvedIn } from '../silence/fair-part.ts'
import { gapsIn, longestOf } from '../silence/gap.ts'
import { callSilence } from '../silence/silence-call.ts'
import { silenceLimit } from '../silence/silence-limit.ts'
import { lengthOf, scriptEndMs, type Window } from '../window.ts'

/**
 * The script's background job, a loop that prints a line now and then (the wiki page's `sleep 1; date`), never stops.
 * Fails, without a symptom, when it fell silent for longer than a guest may (on top of the loop's own pace) while the
 * guest beat on over ssh, the way its lines take, and the host was well. A guest that fell silent itself is a
 * freeze, which `alive` calls.
 */
export function keepsSaying(): Expectation {
  return { name: 'keepsSaying', judge, checks }
}

const checks: Checks = {
  // The loop's own pace is not measured: it is one second or less.
  rest: `
  said=$(cat "$DIR"/background*.out | wc -l) long=0 limit=$((SILENCE_MS / 100 * 100 + 1000)) from=$(cpu_times)
  stopped='the loop in the background stopped, although the guest is alive'
  until [ "$(cat "$DIR"/background*.out | wc -l)" -gt "$said" ]; do
    watch
    case $((long += 100)) in
      "$limit") in_guest question 'echo yes' ;;
      $((2 * limit)))
        ! grep -q . "$DIR"/background*.status 2> /dev/null || inconclusive 'the loop in the background ended by itself'
        grep -q yes "$DIR/question.out" || inconclusive "$stopped; but ssh, which brings its lines, gets no answer"
        fair "$long" "$from" "$limit" || inconclusive "$stopped; but $(busy)"
        fail '' "$stopped"
        ;;
    esac
  done`,
}

function judge(history: History): Judged {
  const loop = ofKind(history, 'job').find(fact => fact.event === 'started' && fact.background === true)
  const silenceMs = silenceLimit(history)
  if (loop === undefined) return inconclusive('no background job was started')
  if (silenceMs === null) return inconclusive('the healthy phase gives no limit for a silence')
  // At a cut the jobs' lines are no longer listened to.
  const toMs = scriptEndMs(history)
  const about = ofKind(history, 'job').filter(({ job, at }) => job === loop.job && at <= toMs)
  if (about.some(({ event }) => event === 'exited')) return inconclusive('the loop ended by itself')
  const said = about.filter(({ event }) => event === 'said').map(({ at }) => at)
  const times = [loop.at, ...said, toMs]
  const stopped = away(history)
  const gaps = times
    .slice(1)
    .flatMap((at, index) => outside({ fromMs: times[index] ?? at, toMs: at }, stopped))
  const longest = longestOf(gaps)
  const text = `the longest pause between its ${said.length} lines was ${durationText(lengthOf(longest))}`
  if (said.length < fixedLimits.fewestLines)
    return inconclusive(`the loop printed too few lines to tell its pace: ${text}`)
  const limitMs = silenceMs + (median(gaps.map(gap => lengthOf(gap))) ?? 0)
  if (lengthOf(longest) <= limitMs) return pass(`the loop kept printing: ${text}`)
  const doubt = otherCause(history, longest, limitMs)
  if (doubt !== null) return inconclusive(`${text}, but ${doubt}`)
  return fail(null, `the loop stopped while the guest kept beating: ${text} (limit ${durationText(limitMs)})`)
}

/** What else may explain that no line came, or null. */
function otherCause(history: History, gap: Window, limitMs: number): string | null {
  if (callSilence(history) !== null) return 'the guest fell silent'
  const beats = gapsIn(gap, beatsOn('ssh', ofKind(history, 'beat')), away(history))
  if (beats.some(gap => lengthOf(gap) > limitMs / 2))
    return 'no beat came over ssh either, which carries its lines'
  return starvedIn(history, gap, limitMs)
}
