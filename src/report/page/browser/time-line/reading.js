import { bytesText } from './bytes-text.js'

/** The values of all rows and curves at one time, as text. */
export function readingAt(line, at) {
  const begin = line.script ?? 0
  const values = line.curves.map(({ name, at: times, bytes }) => [name, bytes[lastBefore(times, at)] ?? null])
  const signs = line.lanes
    .filter(({ marks }) => marks.length > 0)
    .map(({ name, marks }) => [name, marks[lastBefore(marks, at)]])
    .filter(([, mark]) => mark !== undefined)
  const spans = line.lanes.flatMap(({ name, spans }) =>
    spans.filter(({ from, to }) => from <= at && at <= to).map(({ text }) => `${name}: ${text}`),
  )
  return [
    `${((at - begin) / 1000).toFixed(2)} s`,
    ...values.filter(([, bytes]) => bytes !== null).map(([name, bytes]) => `${name} ${bytesText(bytes)}`),
    ...signs.map(([name, mark]) => `${name} ${Math.round(at - mark)} ms ago`),
    ...spans,
  ].join(' · ')
}

function lastBefore(times, at) {
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle] <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}
