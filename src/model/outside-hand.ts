/** Kernel functions in which a frozen thread sleeps, for JavaScript and awk. */
export const frozenIn = 'freezer_trap|refrigerator|^get_signal$'

/**
 * What stops a thread from outside, by its state and by the kernel function it sleeps in; null: nothing does. A signal
 * stops it (T), a debugger traces it (t), or a control group's freezer holds it: in do_freezer_trap (version 2), in
 * __refrigerator (version 1), or in get_signal, their caller, where the compiler put them into it (seen on Linux
 * 6.18). Whatever else sleeps there is in state T or t.
 */
export function outsideHand(state: string, sleepsIn: string): string | null {
  if (state === 'T') return 'stopped by a signal (state T)'
  if (state === 't') return 'held by a debugger (state t)'
  if (new RegExp(frozenIn).test(sleepsIn)) return `frozen by its control group (${sleepsIn})`
  return null
}
