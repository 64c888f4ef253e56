/**
 * The section that a link from another page means: its id may have been shorter or longer there, because more or fewer
 * cells shared it. Null if there is none.
 */
export function sectionOf(hash) {
  const name = decoded(hash.slice(1))
  const own = document.getElementById(name)
  if (own !== null) return own
  const cells = [...document.querySelectorAll('.cell[data-whole]')]
  return cells.find(({ dataset: { whole } }) => whole === name || whole.startsWith(`${name},`)) ?? null
}

/** What carries a link may have escaped its `@`. */
function decoded(text) {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
