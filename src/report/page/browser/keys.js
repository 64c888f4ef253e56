// Keys of the page: `/` searches, `n` and `p` step through the cells that need attention, arrows move in the grid.

export function listenToKeys() {
  document.addEventListener('keydown', event => {
    const isTyped = event.target.closest('input, select, textarea') !== null
    if (isTyped || event.ctrlKey || event.metaKey || event.altKey) return
    const verb = { '/': search, n: () => step(1), p: () => step(-1) }[event.key]
    if (verb?.()) event.preventDefault()
  })
  document.querySelector('.grid')?.addEventListener('keydown', walkGrid)
}

function search() {
  const words = document.querySelector('.filter input[type=search]')
  words?.focus()
  return words !== null
}

function step(by) {
  const targets = [...document.querySelectorAll('.loud a')].map(link => link.hash)
  const now = targets.indexOf(location.hash)
  const next = now === -1 ? (by === 1 ? 0 : targets.length - 1) : now + by
  if (targets[next] === undefined) return false
  location.hash = targets[next]
  return true
}

/** Over fields without a link, and rows that are hidden. */
function walkGrid(event) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key]
  const cell = event.target.closest('td, th')
  if (steps === undefined || cell === null) return
  const rows = [...event.currentTarget.querySelectorAll('tbody:not([hidden]) tr:not(.group, [hidden])')]
  let [column, row] = [cell.cellIndex, rows.indexOf(cell.parentElement)]
  do {
    column += steps[0]
    row += steps[1]
    const link = rows[row]?.cells[column]?.querySelector(':scope:not([hidden], .out) > a')
    if (link) {
      event.preventDefault()
      link.focus()
      return
    }
  } while (rows[row]?.cells[column] !== undefined)
}
