// Search and filters of the grid: what does not fit is hidden.

const lower = text => text.toLowerCase()

/** Makes the controls work; returns a function that shows a message beside them, until the next; null: how many fit. */
export function filterGrid() {
  const bar = document.querySelector('.filter')
  const grid = document.querySelector('.grid')
  if (bar === null || grid === null) return () => undefined
  const heads = [...grid.tHead.rows[0].cells]
  const rows = [...grid.querySelectorAll('tr:not(.group)')].slice(1)
  const fields = rows.flatMap(row =>
    [...row.cells].slice(1).filter(cell => cell.dataset.states !== undefined),
  )
  const words = bar.querySelector('input[type=search]')
  const said = bar.querySelector('output')
  const chosen = name => bar.querySelector(`select[name=${name}]`)?.value ?? ''
  const apply = () => {
    const wanted = {
      words: lower(words.value)
        .split(/\s+/)
        .filter(word => word !== ''),
      state: bar.querySelector('input[name=state]:checked').value,
      backend: chosen('backend'),
      frontend: chosen('frontend'),
      column: Number(chosen('column')),
    }
    for (const row of rows) row.hidden = !showRow(row, wanted, heads)
    for (const body of grid.tBodies) body.hidden = [...body.rows].every(row => row.hidden || isGroup(row))
    for (const head of heads.slice(1)) head.hidden = wanted.column !== 0 && head.cellIndex !== wanted.column
    for (const group of grid.querySelectorAll('.group th'))
      group.colSpan = heads.filter(head => !head.hidden).length
    const shown = fields.filter(
      cell => !(cell.hidden || cell.classList.contains('out') || cell.parentElement.hidden),
    )
    said.textContent = `${shown.length} of ${fields.length} ${fields.length === 1 ? 'cell' : 'cells'}`
  }
  bar.addEventListener('input', apply)
  bar.querySelector('[name=reset]').addEventListener('click', () => {
    words.value = ''
    bar.querySelector('input[name=state]').checked = true
    for (const select of bar.querySelectorAll('select')) select.value = ''
    apply()
  })
  apply()
  return text => {
    if (text === null) apply()
    else said.textContent = text
  }
}

function isGroup(row) {
  return row.classList.contains('group')
}

/** Hides what does not fit in a row; whether anything is left. */
function showRow(row, wanted, heads) {
  const { backend = '', frontend = '' } = row.dataset
  const fits = ['', backend].includes(wanted.backend) && ['', frontend].includes(wanted.frontend)
  let isLeft = false
  for (const cell of [...row.cells].slice(1)) {
    cell.hidden = wanted.column !== 0 && cell.cellIndex !== wanted.column
    if (cell.dataset.states === undefined) continue
    const isIn = fits && hasState(cell, wanted.state) && hasWords(cell, wanted.words, heads)
    cell.classList.toggle('out', !isIn)
    if (isIn && !cell.hidden) isLeft = true
  }
  return isLeft
}

/** Of a repeated cell one repeat is enough. */
function hasState({ dataset: { states } }, state) {
  if (state === '') return true
  const all = states.split(' ')
  return state === 'not-pass' ? all.some(one => one !== 'pass') : all.includes(state)
}

function hasWords(cell, words, heads) {
  if (words.length === 0) return true
  const { backend, frontend } = cell.parentElement.dataset
  const texts = [
    cell.parentElement.cells[0].textContent,
    backend,
    frontend,
    heads[cell.cellIndex].textContent,
    cell.textContent,
    cell.querySelector('a').title,
    cell.dataset.more ?? '',
  ]
  const text = lower(texts.join(' '))
  return words.every(word => text.includes(word))
}
