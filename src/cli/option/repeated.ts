/** Collects the values of a repeatable option. */
export function repeated(text: string, others: readonly string[] = []): readonly string[] {
  return [...others, text]
}
