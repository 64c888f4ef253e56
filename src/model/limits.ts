import type { Limits } from './contract/observation.ts'

/** The limits that a run goes by when nothing else is said. Its journal carries them, and judges read them there. */
export const usualLimits: Limits = {
  beatEveryMs: 50,
  silenceFloorMs: 1500,
  silenceFactor: 10,
  beatsAfterStall: 10,
  standstillMs: 3_000,
  overallMs: 120_000,
}

/** The limits that are the same for every run: of the judges, and of the waits that show them enough. */
export const fixedLimits = {
  /** Beats on each path that make the healthy phase; those of them in which what beats is still being loaded. */
  healthyBeats: 8,
  firstBeats: 3,
  /** Beats on each path after the script's last line, so that its effect is still seen. */
  afterwordBeats: 3,
  /** A writer is blocked when it stands on one byte for so long, in so many samples. */
  stallMs: 300,
  stallSamples: 5,
  /** A chardev takes no more when it took nothing for so long, and no tick of the host's came later than this. */
  hostStallMs: 500,
  latestTickMs: 100,
  /** A blocked writer is looked at for so long; while it is not clear whether QEMU spins, for so long. */
  restMs: 500,
  longestRestMs: 1500,
  /** A thread that never sleeps gets, or waits for, all of a CPU. */
  spinPercent: 90,
  /** To spin is to run so much, and so many times, more than when well: a slow host needs more for the same beats. */
  aboveHealthyPercent: 20,
  timesHealthy: 2,
  /** So long QEMU must lie still to be calm, and so long it must not to spin: the guest may have begun something. */
  calmMs: 250,
  spinMs: 800,
  /** A job that is not seen blocked on the port has work of its own: it is waited for so long. */
  workMs: 30_000,
  /** A standstill lasts at least so many limits of silence: before it is called, a silence would have been. */
  standstillSilences: 2,
  /** A thread that had less of a CPU, in the time between two ticks, did not run. */
  ranNothingMs: 0.5,
  /** QEMU did not run for so much of a silence, and then went on by itself: that is not called a freeze. */
  heldPart: 0.75,
  /** A silence, or a standstill, that a starved host may explain is waited out for this much longer. */
  unclearFactor: 4,
  unclearMs: 5000,
  /**
   * What comes no later than this, by the time of a host that is not starved, is late, not lost. A script in which
   * something may still come is cut only when nothing has moved for a little longer than that.
   */
  lateMs: 10_000,
  lateStandstillMs: 10_500,
  /** After a standstill, a line that the guest writes then is waited for so long. */
  markerMs: 3000,
  /** How long the host reads after a cut; how soon it wakes a guest, out of a silence so many times its limit. */
  reviveMs: 5000,
  causalMs: 2000,
  causalFactor: 2,
  /** A ping that was sent in the silence's first moments may have been answered before QEMU stopped. */
  pingGraceMs: 500,
  /** A thread that is ready and had less of a CPU waits for the host. */
  starvedPercent: 0.5,
  /** Fewer lines of a loop do not tell at what pace they come. */
  fewestLines: 2,
} as const

/** The limits that a shell script's text names (`stallMs` as `$STALL_MS`), as the assignments it needs. */
export function shellLimits(text: string): string[] {
  return Object.entries({ ...usualLimits, ...fixedLimits })
    .map(([name, value]) => [name.replaceAll(/[A-Z]/g, '_$&').toUpperCase(), value] as const)
    .filter(([name]) => new RegExp(`\\b${name}\\b`).test(text))
    .map(([name, value]) => `${name}=${value}`)
}
