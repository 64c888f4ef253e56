import { posix } from 'node:path'

/**
 * Where a file of the package is in the page set: README.md is index.html, a page of docs is beside it, a folder (with a
 * slash at its end) is its index.html, and what is no page keeps its name.
 */
export function placeOf(path: string): string {
  if (path === 'README.md') return 'index.html'
  if (path.endsWith('/')) return posix.join(withoutDocs(path), 'index.html')
  return withoutDocs(path).replace(/\.md$/, '.html')
}

/** A relative link from one file's place to that of another. */
export function linkBetween(from: string, to: string): string {
  return posix.relative(posix.dirname(placeOf(from)), placeOf(to))
}

function withoutDocs(path: string): string {
  return path.replace(/^docs\//, '')
}
