/** The largest of some numbers, however many (the arguments of Math.max are limited by the stack); -Infinity of none. */
export function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), Number.NEGATIVE_INFINITY)
}

/** The smallest of some numbers; Infinity of none. */
export function smallest(numbers: readonly number[]): number {
  return -largest(numbers.map(number => -number))
}
