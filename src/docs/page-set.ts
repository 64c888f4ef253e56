import { posix } from 'node:path'
import { grouped } from '../model/value/grouped.ts'
import { type Markup, markup } from '../report/page/markup.ts'
import { linkTarget } from './link-target.ts'
import { type Group, pageDocument } from './page-document.ts'
import { linkBetween, placeOf } from './place.ts'
import { rendered } from './rendered.ts'

/** A page of the package, in Markdown. */
export interface SourcePage {
  /** Its path in the package: `docs/cases.md`. */
  readonly path: string
  readonly text: string
}

/** A file of the page set, by its path there. */
export interface SetFile {
  readonly path: string
  readonly text: string
}

interface Body {
  readonly path: string
  readonly title: string
  readonly body: Markup
}

/**
 * The pages as HTML, in an order of their own in the navigation: those of the package, those of docs, those of the folders
 * in it. Each folder has a page that lists what is in it.
 *
 * @param others the paths of the files of the set that are no pages: `docs/measured.json`
 */
export function pageSet(sources: readonly SourcePage[], others: readonly string[], style: string): SetFile[] {
  const paths = [...sources.map(({ path }) => path), ...others]
  const folders = [...new Set(paths.flatMap(foldersOf))].sort()
  const known = new Set([...paths, ...folders])
  const pages = sources.map(({ path, text }): Body => {
    const { title, body } = rendered(text, href => linkTarget(path, href, known))
    return { path, title: title || path, body }
  })
  const titles = new Map(pages.map(({ path, title }) => [path, title]))
  const listings = folders.map(folder => listing(folder, [...known].sort(), titles))
  const groups = groupsOf(pages)
  return [...pages, ...listings].map(({ path, title, body }) => ({
    path: placeOf(path),
    text: pageDocument({ path, title, body }, groups, style),
  }))
}

/** The folders below docs that a file is in, with slashes at their ends. */
function foldersOf(path: string): string[] {
  const folder = `${posix.dirname(path)}/`
  return folder === './' || folder === 'docs/' ? [] : [...foldersOf(posix.dirname(path)), folder]
}

function listing(folder: string, known: readonly string[], titles: ReadonlyMap<string, string>): Body {
  const inside = known.filter(path => path !== folder && `${posix.dirname(path)}/` === folder)
  const items = inside.map(
    path =>
      markup`<li><a href="${linkBetween(folder, path)}">${titles.get(path) ?? path.slice(folder.length)}</a></li>\n`,
  )
  const body = markup`<h1>${folder}</h1>\n<ul>\n${items}</ul>\n`
  return { path: folder, title: folder, body }
}

/** The pages of each folder, by their paths. */
function groupsOf(pages: readonly Body[]): Group[] {
  return [...grouped(pages, ({ path }) => posix.dirname(path))]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([folder, pages]) => ({
      folder,
      pages: pages.toSorted((a, b) => (placeInGroup(a.path) < placeInGroup(b.path) ? -1 : 1)),
    }))
}

/** README.md is the page to begin with. */
function placeInGroup(path: string): string {
  return path === 'README.md' ? '' : path
}
