import { copy } from './copy.js'
import { filterGrid } from './filter.js'
import { listenToKeys } from './keys.js'
import { sectionOf } from './links.js'
import { drawTimeLine } from './time-line/time-line.js'

// What needs a script is hidden until there is one.
document.documentElement.classList.add('has-script')

// A chart is drawn when it is first seen; that of a cell, when the cell is shown.
function drawVisibleCharts() {
  for (const figure of document.querySelectorAll('figure[data-line]:not([data-drawn])')) {
    const cell = figure.closest('.cell')
    if (cell !== null && `#${cell.id}` !== location.hash) continue
    figure.dataset.drawn = ''
    drawTimeLine(figure, JSON.parse(document.getElementById(figure.dataset.line).textContent))
  }
}

function showTarget() {
  const { hash } = location
  const section = hash === '' ? null : sectionOf(hash)
  say(hash !== '' && section === null ? `this page has no ${hash.slice(1)}` : null)
  if (section !== null && `#${section.id}` !== hash) {
    location.replace(`#${section.id}`)
    return
  }
  for (const link of document.querySelectorAll('.grid a[aria-current]')) link.removeAttribute('aria-current')
  if (hash !== '')
    for (const link of document.querySelectorAll(`.grid a[href="${CSS.escape(hash)}"]`))
      link.setAttribute('aria-current', 'true')
  drawVisibleCharts()
}

const say = filterGrid()
listenToKeys()
addEventListener('hashchange', showTarget)
document.addEventListener('click', event => {
  const button = event.target.closest('[data-copy]')
  if (button) copy(button)
})
showTarget()
