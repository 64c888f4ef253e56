/**
 * What Linux says last on its console when it restarts, powers off or halts because somebody in the guest asked for it
 * (kernel/reboot.c; before 3.12 without `reboot:`), for JavaScript and grep -E.
 */
export const farewellWords = '(^|] )(reboot: )?(Restarting system|Power down|System halted)'

/** Null: it said nothing of the kind. */
export function farewellIn(console: string): string | null {
  return new RegExp(farewellWords, 'm').exec(console)?.[0].replace(/^] /, '') ?? null
}

/** The line in which the guest's kernel says that it panics; null: it does not. */
export function panicIn(console: string): string | null {
  return /Kernel panic[^\r\n]*/.exec(console)?.[0] ?? null
}
