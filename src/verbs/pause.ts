/** The pause in place of the wiki page's `sleep 1` between two lines, in seconds, as text for `sleep`. */
export function pauseText(asDocumented: boolean): string {
  return asDocumented ? '1' : '0.02'
}
