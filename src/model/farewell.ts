/**
 * What Linux prints last on its console when it restarts, powers off or halts at the request of a program in the guest
 * (kernel/reboot.c; before 3.12 without `reboot:`), for JavaScript and grep -E.
 */
export const farewellWords = '(^|] )(reboot: )?(Restarting system|Power down|System halted)'

/** Null: it printed nothing of the kind. */
export function farewellIn(console: string): string | null {
  return new RegExp(farewellWords, 'm').exec(console)?.[0].replace(/^] /, '') ?? null
}

/** The line in which the guest's kernel reports a panic; null: there is none. */
export function panicIn(console: string): string | null {
  return /Kernel panic[^\r\n]{0,1000}/.exec(console)?.[0] ?? null
}
