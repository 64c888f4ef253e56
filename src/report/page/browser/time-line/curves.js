import uPlot from 'uplot'
import { bytesText } from './bytes-text.js'
import { colour } from './colour.js'
import { drawBackground } from './lanes.js'

const sampled = 'guest wrote (sampled)'

export const curveColours = {
  [sampled]: '--wrote',
  'host read': '--read',
  'host wrote': '--sent',
  'memory of QEMU': '--memory',
}

/** uPlot's options and data for the curves. */
export function curveChart(line, seconds, shared) {
  const ink = { stroke: () => colour('--faint'), font: '12px system-ui, sans-serif' }
  const grid = { stroke: () => colour('--line'), width: 1 }
  const options = {
    ...shared,
    height: 230,
    padding: [8, 12, 0, 0],
    scales: { x: { time: false, auto: false }, y: { range: (_chart, _min, max) => [0, (max || 1) * 1.05] } },
    series: [
      {},
      ...line.curves.map(({ name, shown }) => ({
        label: name,
        show: shown,
        stroke: () => colour(curveColours[name]),
        width: 2,
        paths: uPlot.paths.stepped({ align: 1 }),
        points: { show: name === sampled, size: 4 },
      })),
    ],
    axes: [
      { ...ink, grid, ticks: grid, size: 36, values: (_chart, ticks) => ticks.map(tick => `${tick} s`) },
      {
        ...ink,
        grid,
        ticks: grid,
        size: shared.axisWidth,
        values: (_chart, ticks) => ticks.map(bytesText),
        splits: byteTicks,
      },
    ],
    hooks: { ...shared.hooks, drawClear: [chart => drawBackground(chart, line, seconds)] },
  }
  // 2 is uPlot's NULL_EXPAND: a null lasts until the next value of its curve.
  const nulls = line.curves.map(() => [0, 2])
  return [
    options,
    uPlot.join(
      line.curves.map(({ at, bytes }) => [at.map(seconds), bytes]),
      nulls,
    ),
  ]
}

/** Round numbers of bytes: 1, 2, 4, 8… of a unit. */
function byteTicks(_chart, _axis, _min, max) {
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(max / 5)))
  return Array.from({ length: Math.floor(max / step) + 1 }, (_, index) => index * step)
}
