import type { Limits } from './contract/observation.ts'

/** The default limits of a run. Its journal carries them, and judges read them there. */
export const usualLimits: Limits = {
  beatEveryMs: 50,
  silenceFloorMs: 1500,
  silenceFactor: 10,
  beatsAfterStall: 10,
  standstillMs: 3_000,
  overallMs: 120_000,
}

/** The limits that are the same for every run: of the judges, and of the waits that give them enough evidence. */
export const fixedLimits = {
  /** Beats on each path that make the healthy phase; those of them in which what beats is still being loaded. */
  healthyBeats: 8,
  firstBeats: 3,
  /** Beats on each path after the script's last line, so that its effect is still seen. */
  afterwordBeats: 3,
  /** A writer is blocked when it stays at one byte for this long, in this many samples. */
  stallMs: 300,
  stallSamples: 5,
  /** A chardev accepts no more when it accepted nothing for this long, and no tick of the host came later than this. */
  hostStallMs: 500,
  latestTickMs: 100,
  /** A blocked writer is watched for this long; while it is unclear whether QEMU spins, for the longer time. */
  restMs: 500,
  longestRestMs: 1500,
  /** A thread that never sleeps gets, or waits for, all of a CPU. */
  spinPercent: 90,
  /** Spinning is running this much, and this many times, more than in the healthy phase: a slow host needs more anyway. */
  aboveHealthyPercent: 20,
  timesHealthy: 2,
  /** How long QEMU must be idle to be calm, and busy to spin: the guest may have started something. */
  calmMs: 250,
  spinMs: 800,
  /** A job that is not seen blocked on the port may be working: it is given this long. */
  workMs: 30_000,
  /** A standstill lasts at least this many limits of silence, so that a silence is called first. */
  standstillSilences: 2,
  /** A thread that got less of a CPU than this between two ticks did not run. */
  ranNothingMs: 0.5,
  /** QEMU did not run for so much of a silence, and then resumed by itself: that is not called a freeze. */
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
  /** How long a line that the guest writes after a standstill is waited for. */
  markerMs: 3000,
  /** How long the host reads after a cut; how soon that wakes a guest, out of a silence this many times its limit. */
  reviveMs: 5000,
  causalMs: 2000,
  causalFactor: 2,
  /** A beat that the guest sent this much later than the machine was stopped shows that it ran on. */
  ranOnMs: 500,
  /** A ping that was sent in the silence's first moments may have been answered before QEMU stopped. */
  pingGraceMs: 500,
  /** A thread that is ready and got less of a CPU than this is starved by the host. */
  starvedPercent: 0.5,
  /** Fewer lines of a loop do not show its pace. */
  fewestLines: 2,
} as const

/** The limits that a shell script's text names (`stallMs` as `$STALL_MS`), as the assignments it needs. */
export function shellLimits(text: string): string[] {
  return Object.entries({ ...usualLimits, ...fixedLimits })
    .map(([name, value]) => [name.replaceAll(/[A-Z]/g, '_$&').toUpperCase(), value] as const)
    .filter(([name]) => new RegExp(`\\b${name}\\b`).test(text))
    .map(([name, value]) => `${name}=${value}`)
}
