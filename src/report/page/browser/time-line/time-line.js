import uPlot from 'uplot'
import { curveChart, curveColours } from './curves.js'
import { laneOptions } from './lanes.js'
import { savePicture } from './picture.js'
import { readingAt } from './reading.js'
import { touchZoom } from './touch-zoom.js'
import { makeView } from './view.js'

const hint = 'Point at the chart to read values; drag to zoom.'
const keyHelp =
  'Time line. Drag to zoom, double-click for the whole run. Keys: plus and minus zoom, arrows move, s shows the script, a shows all.'

/** Draws a time line and its controls into a figure. */
export function drawTimeLine(figure, line) {
  const begin = line.script ?? 0
  const seconds = ms => (ms - begin) / 1000
  const whole = [seconds(0), seconds(line.end) + 0.1]
  const script = line.script === null ? whole : [Math.max(whole[0], -0.5), whole[1]]
  const charts = []
  const range = element('output', { className: 'range' })
  const view = makeView(charts, whole, script, ([from, to]) => {
    range.textContent = `${from.toFixed(2)} s to ${to.toFixed(2)} s since the script began`
  })
  const readout = element('output', { className: 'readout', textContent: hint })
  const shared = sharedOptions(figure, view, time => {
    readout.textContent = time === null ? hint : readingAt(line, begin + time * 1000)
  })
  const picture = () => {
    const shown = charts[1] ? line.curves.filter((_, index) => charts[1].series[index + 1].show) : []
    savePicture(
      figure,
      charts,
      shown.map(({ name }) => [`bytes: ${name}`, curveColours[name]]),
    )
  }
  const rows = element('div', { tabIndex: 0, role: 'group', ariaLabel: keyHelp })
  rows.addEventListener('keydown', view.key)
  figure.replaceChildren(toolbar(view, range, picture), rows, legend(line, charts), readout)
  charts.push(new uPlot(laneOptions(line, seconds, shared), [whole, [null, null]], rows))
  if (line.curves.length > 0) charts.push(new uPlot(...curveChart(line, seconds, shared), rows))
  for (const chart of charts) {
    chart.over.addEventListener('dblclick', view.verbs.a)
    touchZoom(chart, view)
  }
  view.show(script)
  keepFitting(figure, charts)
}

/** Redraws when the width of the page or its colour scheme changes. */
function keepFitting(figure, charts) {
  new ResizeObserver(() => {
    for (const chart of charts) chart.setSize({ width: widthOf(figure), height: chart.height })
  }).observe(figure)
  const redraw = () => {
    for (const chart of charts) chart.redraw(false, true)
  }
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
}

function sharedOptions(figure, view, pointed) {
  return {
    width: widthOf(figure),
    axisWidth: 92,
    legend: { show: false },
    cursor: {
      y: false,
      sync: { key: figure.dataset.line, setSeries: false },
      drag: { x: true, y: false },
      points: { show: false },
    },
    hooks: {
      setScale: [
        (chart, name) => {
          const { min, max } = chart.scales.x
          if (name === 'x' && min !== undefined) view.show([min, max])
        },
      ],
      setCursor: [chart => pointed(chart.cursor.left < 0 ? null : chart.posToVal(chart.cursor.left, 'x'))],
      drawClear: [],
    },
  }
}

function toolbar(view, range, picture) {
  const controls = [
    ['script', 's'],
    ['whole run', 'a'],
    ['zoom in', '+'],
    ['zoom out', '-'],
    ['◀', 'ArrowLeft', 'earlier'],
    ['▶', 'ArrowRight', 'later'],
  ]
  const buttons = controls.map(([text, verb, label]) => {
    const button = element('button', { type: 'button', textContent: text, ariaLabel: label ?? text })
    button.addEventListener('click', view.verbs[verb])
    return button
  })
  const bar = element('div', { className: 'tools' })
  const save = element('button', { type: 'button', className: 'save', textContent: 'save as PNG' })
  save.addEventListener('click', picture)
  bar.append(...buttons, range, save)
  return bar
}

/** The colours of the curves; a click hides or shows one. */
function legend({ curves, freeze }, charts) {
  const key = element('div', { className: 'key' })
  if (freeze !== null) {
    const text = element('span', {})
    text.append(element('i', { className: 'freeze' }), 'freeze: the guest is silent')
    key.append(text)
  }
  for (const [index, { name, shown }] of curves.entries()) {
    const button = element('button', { type: 'button', ariaPressed: String(shown) })
    const swatch = element('i', {})
    swatch.style.background = `var(${curveColours[name]})`
    button.append(swatch, `bytes: ${name}`)
    button.addEventListener('click', () => {
      const isShown = button.ariaPressed !== 'true'
      button.ariaPressed = String(isShown)
      charts[1].setSeries(index + 1, { show: isShown })
    })
    key.append(button)
  }
  return key
}

function widthOf(figure) {
  return Math.max(240, figure.clientWidth - 16)
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties)
}
