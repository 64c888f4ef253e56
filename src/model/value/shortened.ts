import { cutTo } from './cut-to.ts'
import { escaped } from './escaped.ts'

/** Foreign text on one line of at most `most` characters, as a message quotes it. */
export function shortened(text: string, most = 200): string {
  // An escape has at most ten characters: what is cut off here would not be shown.
  return cutTo(most, escaped(text.slice(0, most + 1)))
}
