import { posix } from 'node:path'
import { linkBetween } from './place.ts'

/**
 * Where a link in a page of the package leads in the page set: to another page or file of the set, within the page, or out
 * into the web. Null if it leads to a file that is not in the set.
 *
 * @param from the path of the page in the package
 * @param known the paths of all that is in the set, those of folders with a slash at their ends
 */
export function linkTarget(from: string, href: string, known: ReadonlySet<string>): string | null {
  if (/^([a-z][a-z\d+.-]*:|\/\/|#)/i.test(href)) return href
  const [, file = '', anchor = ''] = /^([^#]*)(#.*)?$/.exec(href) ?? []
  const path = posix.join(posix.dirname(from), file)
  const to = [path, `${path}/`].find(one => known.has(one))
  return to === undefined ? null : `${linkBetween(from, to)}${anchor}`
}
