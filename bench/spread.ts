/** The figures of one thing measured several times. */
interface Spread {
  readonly count: number
  readonly median: number
  readonly least: number
  readonly most: number
}

/** Median, least and most of some figures; there must be one at least. */
function spread(figures: readonly number[]): Spread {
  const sorted = figures.toSorted((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  const half = sorted.length / 2
  const median = sorted.length % 2 === 1 ? at(Math.floor(half)) : (at(half - 1) + at(half)) / 2
  return { count: sorted.length, median, least: at(0), most: at(sorted.length - 1) }
}

/** One row of the table: what, and its spread in a unit. */
export function row(name: string, figures: readonly number[], unit = 'ms'): string {
  const { count, median, least, most } = spread(figures)
  const text = (figure: number) =>
    String(Math.round(figure * (figure < 10 ? 100 : 1)) / (figure < 10 ? 100 : 1))
  return `| ${name} | ${text(median)} ${unit} | ${text(least)} – ${text(most)} | ${count} |`
}
