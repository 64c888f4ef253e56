import { drawTimeLine } from './time-line.js'

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
  for (const link of document.querySelectorAll('.grid a'))
    link.toggleAttribute('aria-current', link.getAttribute('href') === location.hash)
  drawVisibleCharts()
}

async function copy(button) {
  const text = document.getElementById(button.dataset.copy)
  const usual = button.textContent
  try {
    await navigator.clipboard.writeText(text.textContent)
    button.textContent = 'copied'
  } catch {
    // The clipboard is not available: the user can copy the selection.
    getSelection().selectAllChildren(text)
    button.textContent = 'selected: press Ctrl-C'
  }
  setTimeout(() => {
    button.textContent = usual
  }, 2000)
}

/** Arrow keys move between the cells of the grid. */
function walkGrid(event) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
  const cell = event.target.closest('td')
  if (steps === undefined || cell === null) return
  const rows = [...cell.closest('tbody').rows]
  let [column, row] = [cell.cellIndex, rows.indexOf(cell.parentElement)]
  do {
    column += steps[0]
    row += steps[1]
    const link = rows[row]?.cells[column]?.querySelector('a')
    if (link) {
      event.preventDefault()
      link.focus()
      return
    }
  } while (rows[row]?.cells[column] !== undefined)
}

addEventListener('hashchange', showTarget)
document.addEventListener('click', event => {
  const button = event.target.closest('[data-copy]')
  if (button) copy(button)
})
document.querySelector('.grid')?.addEventListener('keydown', walkGrid)
showTarget()
