import { cutOf, type History, ofKind, runOf } from '../../model/contract/observation.ts'
import { durationText } from '../../model/value/units.ts'
import { away } from '../machine/away.ts'
import { stops } from '../machine/stops.ts'
import { readingAfter } from '../peers.ts'
import { findStall } from '../stall/stall.ts'
import { lengthOf, type Window } from '../window.ts'
import { beatPaths, beatsAfterStall, beatsOn } from './beats.ts'
import { fairPart } from './fair-part.ts'
import { gapsIn, silentPart } from './gap.ts'
import { heldIn, heldMs } from './held.ts'
import { silenceLimit } from './silence-limit.ts'

/**
 * What keeps a run without a silence of both paths from proving that the guest lived, or null:
 * a path that was silent alone, or whose beats came late though the host was on time; a silence that only a slow host's
 * limit allows; a window too short, or one that ends amid a silence; too few beats between the stall and the host's
 * reading.
 */
export function aliveDoubt(history: History, window: Window): string | null {
  const limitMs = silenceLimit(history) ?? 0
  return (
    oddStop(history, window) ??
    silentPath(history, window, limitMs) ??
    allowedSilence(history, window, limitMs) ??
    openEnd(history, window, limitMs) ??
    fewAfterStall(history, window)
  )
}

/** A stop of the machine that the script did not ask for. */
function oddStop(history: History, window: Window): string | null {
  const odd = stops(history).find(
    ({ fromMs, toMs, isAsked }) => toMs > window.fromMs && fromMs < window.toMs && !isAsked,
  )
  if (odd === undefined) return null
  return `the machine was stopped for ${durationText(Math.min(odd.toMs, window.toMs) - odd.fromMs)} (${odd.by}), and the script had not asked for it`
}

function silentPath(history: History, window: Window, limitMs: number): string | null {
  for (const path of beatPaths) {
    const beats = beatsOn(path, ofKind(history, 'beat'))
    for (const gap of gapsIn(window, beats, away(history, path)).filter(
      gap => lengthOf(gap, window.fromMs) > limitMs,
    )) {
      const text = `${path} was silent for ${durationText(lengthOf(gap))} (limit ${durationText(limitMs)})`
      if (lengthOf(silentPart(gap, beats, limitMs), window.fromMs) > limitMs) {
        return `${text} while beats kept arriving on the other path: the guest runs, but its ${path} path stalled`
      }
      if (fairPart(history, gap).onTimeMs > limitMs) {
        return `${text} and its beats then arrived all at once, although the host was on time: the path that carries them stalled`
      }
    }
  }
  return null
}

/** Where the healthy phase was slow, a silence near the limit counts only if the host was slow then, too. */
function allowedSilence(history: History, window: Window, limitMs: number): string | null {
  const floorMs = runOf(history)?.limits.silenceFloorMs ?? limitMs
  const beats = ofKind(history, 'beat')
  for (const gap of gapsIn(window, beats, away(history))) {
    if (lengthOf(gap, window.fromMs) <= limitMs / 2) continue
    const part = silentPart(gap, beats, limitMs)
    const { fairMs } = fairPart(history, part)
    if (fairMs + heldMs(history, part) < floorMs) continue
    const how = heldIn(history, part) ?? `the host was not starved for ${durationText(fairMs)} of it`
    return `no beat came for ${durationText(lengthOf(part))}, which is near the limit of this slow host (${durationText(limitMs)}), but ${how}`
  }
  return null
}

function openEnd(history: History, window: Window, limitMs: number): string | null {
  const beats = ofKind(history, 'beat').filter(({ at }) => at > window.fromMs && at <= window.toMs)
  const without = beatPaths.find(path => beatsOn(path, beats).length === 0)
  if (without !== undefined) return `no beat came over ${without} during the script: it was too short to tell`
  // Half the limit: a healthy guest beats many times in that, and a freeze that just began would go unseen. At a cut
  // the host begins to read, and may end what had begun.
  const cutMs = cutOf(history)?.at ?? window.toMs
  const open = gapsIn(window, beats, away(history)).find(gap => {
    const isCut = gap.fromMs < cutMs && cutMs < gap.toMs
    return lengthOf(gap) > limitMs / 2 && (!gap.closed || isCut)
  })
  if (open === undefined) return null
  const ended = open.closed ? 'was cut' : 'ended'
  const silentMs = (open.closed ? cutMs : open.toMs) - open.fromMs
  return `the run ${ended} ${durationText(silentMs)} into a silence that had not reached its limit yet`
}

function fewAfterStall(history: History, window: Window): string | null {
  const stall = findStall(history)
  if (stall === null) return null
  const wanted = runOf(history)?.limits.beatsAfterStall ?? 1
  const untilMs = readingAfter(history, stall.atMs)?.at ?? window.toMs
  const arrived = ofKind(history, 'beat').filter(({ at }) => at > stall.sinceMs && at <= untilMs)
  const sent = beatsAfterStall(history, stall, untilMs)
  for (const path of beatPaths) {
    const count = beatsOn(path, arrived).length
    // Of beats that arrived since its begin, some were on their way before it; at least half must be new.
    if (count >= wanted && sent[path] >= wanted / 2) continue
    const seen = Math.min(count, sent[path])
    return `only ${seen} beats came over ${path} between the stall and the host's reading (${wanted} are needed)`
  }
  return null
}
