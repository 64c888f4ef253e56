/**
 * Who holds a thread from outside, by its state and by the kernel function it sleeps in; null: nobody does. A signal
 * stops it (T), a debugger traces it (t), or a control group's freezer holds it: version 2 in do_freezer_trap, version 1
 * in __refrigerator (Linux 6.1).
 */
export function outsideHand(state: string, sleepsIn: string): string | null {
  if (state === 'T') return 'stopped by a signal (state T)'
  if (state === 't') return 'held by a debugger (state t)'
  if (/freezer_trap|refrigerator/.test(sleepsIn)) return `frozen by its control group (${sleepsIn})`
  return null
}
