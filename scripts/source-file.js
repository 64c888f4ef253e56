import { readFileSync } from 'node:fs'
import ts from 'typescript'

/**
 * A source file, parsed.
 *
 * @param {string} path
 */
export function parsed(path) {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
}

/**
 * The text of the doc comment of a statement, without its asterisks; empty without one.
 *
 * @param {import('typescript').Node} node
 */
export function docTextOf(node) {
  const source = node.getSourceFile().text
  const comments = ts.getLeadingCommentRanges(source, node.getFullStart()) ?? []
  const comment = comments
    .map(({ pos, end }) => source.slice(pos, end))
    .findLast(text => text.startsWith('/**'))
  return (comment ?? '')
    .replace(/^\/\*\*|\*\/$/g, '')
    .replaceAll(/^ *\* ?/gm, '')
    .trim()
}
