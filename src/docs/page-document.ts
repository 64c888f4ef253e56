import { Markup, markup } from '../report/page/markup.ts'
import { linkBetween } from './place.ts'

/** A page by its path in the package. */
interface Named {
  readonly path: string
  readonly title: string
}

/** The pages of one folder in the navigation. */
export interface Group {
  readonly folder: string
  readonly pages: readonly Named[]
}

/** No page loads or runs anything, whatever HTML is in it. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/** One page of the set as a document of its own, which needs no network. `groups`: all pages, for the navigation. */
export function pageDocument(
  { path, title, body }: Named & { readonly body: Markup },
  groups: readonly Group[],
  style: string,
): string {
  const page = markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${title === 'chardev-fc' ? title : `${title} · chardev-fc`}</title>
<link rel="icon" href="data:,">
<style>${new Markup(style)}</style></head><body>
<p class="to-pages"><a href="#.pages">All pages</a></p>
<main>
${body}</main>
<nav id=".pages" aria-label="All pages">
${groups.map(group => navigation(path, group))}</nav>
</body></html>
`
  return page.text
}

function navigation(from: string, { folder, pages }: Group): Markup {
  const heading = folder === '.' ? null : markup`<h2>${folder}</h2>\n`
  const items = pages.map(({ path, title }) => {
    const here = path === from ? markup` aria-current="page"` : null
    return markup`<li><a href="${linkBetween(from, path)}"${here}>${title}</a></li>\n`
  })
  return markup`${heading}<ul>\n${items}</ul>\n`
}
