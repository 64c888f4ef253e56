import { median } from '../src/model/value/median.ts'

/** One row of the table: what, and the median, least, most and number of its figures in a unit; there must be one. */
export function row(name: string, figures: readonly number[], unit = 'ms'): string {
  const text = (figure: number) =>
    String(Math.round(figure * (figure < 10 ? 100 : 1)) / (figure < 10 ? 100 : 1))
  const [least, most] = [Math.min(...figures), Math.max(...figures)]
  return `| ${name} | ${text(median(figures) ?? Number.NaN)} ${unit} | ${text(least)} – ${text(most)} | ${figures.length} |`
}
