/** A colour of the page, which follows the person's light or dark. */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim()
}
