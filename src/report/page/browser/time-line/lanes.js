import { colour } from './colour.js'

// The upper chart: one row for each lane, drawn on uPlot's canvas.

const rowHeight = 24
const phaseHeight = 18
const spanColours = {
  step: ['--step-back', '--faint'],
  cut: ['--bad-back', '--bad'],
  holds: ['--doubt-back', '--doubt'],
  reads: ['--good-back', '--good'],
  runs: ['--known-back', '--known'],
  waits: ['--doubt-back', '--doubt'],
  silence: ['--bad-back', '--bad'],
  late: ['--own-back', '--own'],
  starved: ['--own-back', '--own'],
}

/** uPlot's options for the rows of a time line; `seconds` converts the journal's clock to the axis. */
export function laneOptions(line, seconds, shared) {
  const count = line.lanes.length
  return {
    ...shared,
    height: phaseHeight + count * rowHeight + 4,
    padding: [phaseHeight, 12, 4, 0],
    scales: { x: { time: false, auto: false }, y: { auto: false, range: [0, count] } },
    series: [{}, { show: false }],
    axes: [{ show: false }, laneNames(line, shared.axisWidth)],
    hooks: { ...shared.hooks, drawClear: [chart => drawLanes(chart, line, seconds)] },
  }
}

function laneNames({ lanes }, size) {
  const centres = lanes.map((_, index) => index + 0.5)
  return {
    size,
    gap: 6,
    font: '12px system-ui, sans-serif',
    stroke: () => colour('--text'),
    splits: () => centres,
    values: () => lanes.map(({ name }) => name).reverse(),
    grid: { show: false },
    ticks: { show: false },
    border: { show: false },
  }
}

function drawLanes(chart, line, seconds) {
  const { ctx, bbox } = chart
  const pixels = devicePixelRatio
  const x = ms => chart.valToPos(seconds(ms), 'x', true)
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, 0, bbox.width, bbox.top + bbox.height)
  ctx.clip()
  ctx.font = `${12 * pixels}px system-ui, sans-serif`
  ctx.textBaseline = 'middle'
  drawBackground(chart, line, seconds)
  for (const [index, lane] of line.lanes.entries()) {
    const top = bbox.top + index * rowHeight * pixels
    ctx.fillStyle = colour('--line')
    ctx.fillRect(bbox.left, top + rowHeight * pixels - 1, bbox.width, 1)
    drawLane(ctx, lane, x, { left: bbox.left, top, pixels })
  }
  drawPhases(ctx, line, x, bbox, pixels)
  ctx.restore()
}

/** The silence of a freeze and the cut, behind everything else in both charts. */
export function drawBackground({ ctx, bbox, valToPos }, { freeze, cut }, seconds) {
  const x = ms => valToPos(seconds(ms), 'x', true)
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  if (freeze !== null) {
    ctx.fillStyle = colour('--silence')
    ctx.fillRect(x(freeze.from), bbox.top, x(freeze.to) - x(freeze.from), bbox.height)
  }
  if (cut !== null) {
    ctx.fillStyle = colour('--bad')
    ctx.fillRect(x(cut.at) - 1, bbox.top, 2, bbox.height)
  }
  ctx.restore()
}

function drawLane(ctx, { spans, marks }, x, { left: edgeOfChart, top, pixels }) {
  const height = rowHeight * pixels
  const boxes = spans.map(({ from, to, kind, text }) => {
    const left = x(from)
    return { left, right: Math.max(x(to), left + 2 * pixels), colours: spanColours[kind], text }
  })
  for (const { left, right, colours } of boxes) {
    ctx.fillStyle = colour(colours[0])
    ctx.fillRect(left, top + 3 * pixels, right - left, height - 6 * pixels)
    ctx.fillStyle = colour(colours[1])
    ctx.fillRect(left, top + 3 * pixels, pixels, height - 6 * pixels)
  }
  // The marks of a job's lines go below its text.
  const isFull = spans.length > 0 && spans[0].kind === 'runs'
  const [markTop, markHeight] = isFull
    ? [height - 7 * pixels, 4 * pixels]
    : [6 * pixels, height - 12 * pixels]
  ctx.fillStyle = colour('--text')
  for (const at of marks) ctx.fillRect(x(at), top + markTop, Math.max(1, pixels), markHeight)
  for (const [index, { left, right, text }] of boxes.entries()) {
    // The text of a span that starts left of the chart is drawn at its edge; it ends where the next span starts.
    const begin = Math.max(left, edgeOfChart)
    const end = Math.min(right, boxes[index + 1]?.left ?? right)
    drawText(ctx, text, begin, end - begin, top + height / 2, pixels)
  }
}

/** Draws as much of the text as fits. */
function drawText(ctx, text, left, width, middle, pixels) {
  if (width < 28 * pixels) return
  ctx.save()
  ctx.beginPath()
  ctx.rect(left, 0, width - 3 * pixels, ctx.canvas.height)
  ctx.clip()
  ctx.fillStyle = colour('--text')
  ctx.fillText(text, left + 5 * pixels, middle)
  ctx.restore()
}

/** A line for each phase; its name where there is room, the name of the cut first. */
function drawPhases(ctx, { phases, cut }, x, bbox, pixels) {
  const marks = phases.map(({ at, name }) => ({ at, name, ink: '--faint' }))
  if (cut !== null) marks.unshift({ at: cut.at, name: `cut: ${cut.by}`, ink: '--bad' })
  const [left, right] = [bbox.left, bbox.left + bbox.width]
  const taken = []
  for (const { at, name, ink } of marks) {
    ctx.fillStyle = colour(ink)
    for (let y = bbox.top; y < bbox.top + bbox.height; y += 6 * pixels)
      ctx.fillRect(x(at), y, pixels, 3 * pixels)
    const width = ctx.measureText(name).width + 6 * pixels
    const begin = Math.min(x(at), right - width)
    const isFree = taken.every(([from, to]) => begin + width <= from || begin >= to)
    if (x(at) < left || x(at) > right || !isFree) continue
    taken.push([begin, begin + width])
    ctx.fillText(name, begin + 2 * pixels, bbox.top - (phaseHeight / 2) * pixels)
  }
}
