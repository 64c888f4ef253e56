import { constants } from 'node:os'
import type { Checks, Expectation, Judged } from '../../model/case/expectation.ts'
import { type History, ofKind } from '../../model/contract/observation.ts'
import type { Numbers } from '../../model/contract/verdict.ts'
import { farewellWords } from '../../model/farewell.ts'
import { durationText } from '../../model/value/units.ts'
import { findDeath, ownFaults, signalsOfShortage, wordsOfShortage, wordsOfSignal } from '../death.ts'
import { fail, inconclusive, pass } from '../judged.ts'
import { aliveDoubt } from '../silence/alive-doubt.ts'
import { beatPaths, beatsOn } from '../silence/beats.ts'
import { longestSilences } from '../silence/silence.ts'
import { callSilence, type SilenceCall } from '../silence/silence-call.ts'
import { silenceLimit } from '../silence/silence-limit.ts'
import { findStall } from '../stall/stall.ts'
import { healthyWindow, scriptWindow, type Window } from '../window.ts'

/**
 * Beats kept arriving on both paths from the start of the script to its end, and after the proven stall.
 * Fails with `crash` when QEMU or the guest's kernel died, with `freeze` when both paths fell silent beyond the
 * limit while the host was well. A single silent path is a doubt: the guest runs, but its network or QEMU's
 * main loop does not.
 */
export function alive(): Expectation {
  return { name: 'alive', judge, checks }
}

/** The exit statuses that a shell gives a program killed by a signal. */
const faultStatuses = ownFaults.map(signal => 128 + constants.signals[signal])

const shortageStatuses = signalsOfShortage.map(signal => 128 + constants.signals[signal])

/** What Linux printed last before it shut down. */
const farewell = `farewell=$(grep -a -E '${farewellWords}' "$DIR/console" | head -n 1 | tr -d '\\r')`

const checks: Checks = {
  exit: `
  panic=$(grep -a 'Kernel panic' "$DIR/console" | head -n 1)
  ended="QEMU ended with status $status\${panic:+; the guest said: $panic}"
  if [ -z "$panic" ] && grep -q -E '${wordsOfShortage}' "$DIR/qemu.log"; then
    case $status in
      1 | ${shortageStatuses.join(' | ')}) inconclusive "$ended; the host was short of resources" ;;
    esac
  fi
  case \${panic:+panic}$status in
    panic* | ${faultStatuses.join(' | ')}) fail crash "$ended" ;;
  esac
  ${farewell}
  [ -z "$farewell" ] || inconclusive "$ended; the guest itself requested it: $farewell"
  if [ "$status" -gt 128 ] || grep -q '${wordsOfSignal}' "$DIR/qemu.log"; then
    inconclusive "$ended; that signal came from outside"
  fi
  fail crash "$ended"`,
  // The other beat path of a run is ssh, which is asked here only when the first one is silent.
  silence: `
  say "No beat from the guest for $SILENT ms (limit $SILENCE_MS), and QEMU runs. Its threads are in"
  for task in /proc/"$QEMU_PID"/task/*; do
    say "  $(cat "$task/comm"): $(cat "$task/wchan")"
  done
  ! hand=$(held) || inconclusive "the beats stopped, but a thread of QEMU is $hand"
  ${farewell}
  [ -z "$farewell" ] || inconclusive "the beats stopped, but the guest itself requested it: $farewell"
  fair "$SILENT" "$SILENT_FROM" "$SILENCE_MS" || ask_monitor
  from=$(cpu_times)
  in_guest question 'echo yes'
  ! goes_on "$SILENCE_MS" || inconclusive 'the beats stopped for a while, but resumed by themselves'
  ! grep -q yes "$DIR/question.out" || inconclusive 'the beats stopped, but the guest answers over ssh'
  say "ssh gets no answer within $SILENCE_MS ms."
  starved=
  fair "$SILENT" "$SILENT_FROM" "$SILENCE_MS" || starved="; but $(busy)"
  ! host_is_late "$from" || starved='; but a thread of QEMU waited for the CPU or the disk of this host'
  stopped='the guest stopped'
  if [ -n "$READING" ]; then
    stopped='the guest stopped, although the host reads'
  elif [ -n "$READ$READ_AT_LAST" ]; then
    say 'The host reads now.'
    silent=$SILENT
    [ ! -e "$DIR/answered" ] || ASKED=
    host_reads_on
    if goes_on "$CAUSAL_MS"; then
      stopped='the guest stopped, and came back when the host read'
      [ -z "$ASKED" ] || [ "$silent" -le $((CAUSAL_FACTOR * SILENCE_MS)) ] || starved=
    elif [ ! -e "$DIR/failed" ]; then
      stopped="the guest stopped, and did not come back within $CAUSAL_MS ms when the host read"
    fi
  fi
  [ -z "$starved" ] || inconclusive "$stopped$starved"
  fail freeze "$stopped"`,
}

function judge(history: History): Judged {
  const window = scriptWindow(history)
  const death = findDeath(history)
  if (window === null) {
    return inconclusive(death ? `${death.why}; the script had not started` : 'the script never started')
  }
  const numbers = { longestSilenceMs: longestSilences(history) }
  if (death) {
    if (death.doubt) return inconclusive(`${death.why}; ${death.doubt}`, numbers)
    return fail('crash', death.why, numbers)
  }
  if (silenceLimit(history) === null) {
    return inconclusive(`${unknownHealth(history)}; there is no limit for a silence`, numbers)
  }
  const call = callSilence(history)
  if (call?.kind === 'freeze') return frozen(call, window, numbers)
  if (call?.kind === 'unclear') return inconclusive(call.why, numbers)
  const doubt = aliveDoubt(history, window)
  if (doubt !== null) return inconclusive(doubt, numbers)
  return pass(lived(history), numbers)
}

function frozen(
  { silence, freeze }: SilenceCall & { kind: 'freeze' },
  window: Window,
  numbers: Numbers,
): Judged {
  const into = durationText(Math.max(0, silence.startedAtMs - window.fromMs))
  const { lengthMs, limitMs, endedAtMs } = silence
  const back =
    freeze.revivedAfterMs !== undefined
      ? `the guest came back ${durationText(freeze.revivedAfterMs)} after the host read`
      : endedAtMs === null
        ? 'the guest never came back'
        : 'the guest came back by itself'
  const parts = [
    `the guest stopped ${into} into the script: no beat came for ${durationText(lengthMs)} on either path (limit ${durationText(limitMs)})`,
    freeze.qmpAnswered ? 'QMP still answered' : 'QMP did not answer',
    back,
    ...(freeze.thread === undefined ? [] : [`${freeze.thread} in ${freeze.waitsFor}`]),
  ]
  return { ...fail('freeze', parts.join('; '), numbers), freeze }
}

function lived(history: History): string {
  const { ssh, serial } = longestSilences(history)
  const after = findStall(history) === null ? '' : ' after the writer was blocked'
  return `beats kept arriving on both paths${after}: longest silence ${durationText(ssh)} (ssh), ${durationText(serial)} (serial)`
}

function unknownHealth(history: History): string {
  const healthy = healthyWindow(history)
  if (healthy === null) return 'the guest had no healthy phase'
  const beats = ofKind(history, 'beat').filter(({ at }) => at >= healthy.fromMs && at <= healthy.toMs)
  const short = beatPaths.filter(path => beatsOn(path, beats).length < 2)
  return `fewer than two beats came over ${short.join(' and ') || 'a path'} in the healthy phase`
}
