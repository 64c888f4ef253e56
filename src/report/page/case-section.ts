import type { CellResult } from '../../model/contract/result.ts'
import { shellWord } from '../../model/value/shell-word.ts'
import { qemuText } from '../cell/cell-labels.ts'
import { type AboutCase, knownText } from './about-case.ts'
import { caseId } from './cell-ids.ts'
import { badge } from './cell-markup.ts'
import { type Markup, markup } from './markup.ts'
import type { PageCell } from './page-cell.ts'

const wikiPage = 'https://wiki.qemu.org/Features/ChardevFlowControl'
/** A repeat is a cell of its own. */
const mostLinks = 100

/** The documentation of a case, and how it ended on each QEMU; `results`: at least one. */
export function caseSection(
  results: readonly CellResult[],
  cellOf: (result: CellResult) => PageCell,
): Markup | null {
  const [one] = results
  if (one === undefined) return null
  const id = caseId(one.case)
  const about = results.map(result => cellOf(result).about).find(found => found !== null) ?? null
  const more = results.length > mostLinks ? '…' : null
  const links = results
    .slice(0, mostLinks)
    .map(result => markup`<li>${badge(result)} <a href="#${cellOf(result).id}">${qemuText(result)}</a></li>`)
  return markup`<section class="cell" id="${id}" aria-labelledby="${id}-title">
<nav aria-label="case"><a href="#grid">↑ grid</a></nav>
<h2 id="${id}-title">${one.case}</h2>
<p class="because">${about?.title ?? null}</p>
<div class="columns"><section><h3>Documentation</h3>${about && documentation(about)}
<p class="facts">Commands to type: <code>chardev-fc show ${shellWord(one.file ?? one.case)}</code></p></section>
<section><h3>In this test run</h3><ul class="findings">${links}${more}</ul></section></div>
</section>
`
}

function documentation({ chardev, frontend, heading, docs, known }: AboutCase): Markup {
  const wiki = heading === null ? null : `${wikiPage}#${encodeURIComponent(heading.replaceAll(' ', '_'))}`
  const failures =
    known?.map(one => markup`<dd>${knownText(one)}</dd>`) ??
    markup`<dd>unknown: the definition of the case is not available</dd>`
  return markup`<dl>${docs && markup`<dt>docs</dt><dd><a href="${docs}" rel="noreferrer">${docs}</a></dd>`}
<dt>chardev</dt><dd>${chardev}</dd><dt>frontend</dt><dd>${frontend}</dd>
${wiki && markup`<dt>wiki page</dt><dd><a href="${wiki}" rel="noreferrer">${heading}</a></dd>`}
<dt>documented</dt>${known?.length === 0 ? markup`<dd>it passes on every QEMU</dd>` : failures}</dl>`
}
