import ts from 'typescript'
import { parsed } from './source-file.js'

/**
 * How the case files call a function: the ids of the cases by the text of the call, in the order of the cases.
 *
 * @param {string} folder `cases`
 * @param {readonly { readonly id: string }[]} cases
 * @param {string} name
 * @returns {Map<string, string[]>}
 */
export function callsOf(folder, cases, name) {
  const uses = new Map()
  for (const { id } of cases) {
    for (const call of new Set(callsIn(parsed(`${folder}/${id}.ts`), name)))
      uses.set(call, [...(uses.get(call) ?? []), id])
  }
  return uses
}

/**
 * The texts of the calls of a function in a file.
 *
 * @param {import('typescript').Node} node
 * @param {string} name
 * @returns {string[]}
 */
export function callsIn(node, name) {
  const calls = ts.isCallExpression(node) && node.expression.getText() === name ? [node.getText()] : []
  ts.forEachChild(node, child => void calls.push(...callsIn(child, name)))
  return calls
}

/**
 * Links to cases in docs/cases.md; of most of the cases, those that are left out.
 *
 * @param {readonly string[]} ids
 * @param {readonly { readonly id: string }[]} cases
 */
export function caseLinks(ids, cases) {
  const others = cases.filter(({ id }) => !ids.includes(id)).map(({ id }) => id)
  if (ids.length === 0) return 'no case here'
  if (others.length === 0) return 'all cases'
  if (others.length < ids.length / 2) return `all cases but ${links(others)}`
  return links(ids)
}

function links(ids) {
  return ids.map(id => `[${id}](cases.md#${id})`).join(', ')
}
