import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { docTextOf, parsed } from './source-file.js'

/** Types that an author of a case gets from another function, and need not write. */
const given = new Set(['Backend', 'Beginning', 'Expectation', 'Frontend', 'GuestFile', 'Payload', 'Verb'])

/**
 * @typedef {object} ExportedFunction
 * @property {string} name
 * @property {string} text Its doc comment.
 * @property {string} signature `name(parameters): Result`, as it is written in the source.
 * @property {string[]} types The declarations of the types of its parameters and result, and of the types in them.
 */

/**
 * What src/case.ts exports from the files below a folder that are functions, in the order of src/case.ts.
 *
 * @param {string} caseFile the path of src/case.ts
 * @param {string} folder `./backends/`, or the beginning of the path of a file
 * @returns {ExportedFunction[]}
 */
export function exportedFrom(caseFile, folder) {
  return parsed(caseFile)
    .statements.filter(ts.isExportDeclaration)
    .filter(({ isTypeOnly, moduleSpecifier }) => !isTypeOnly && moduleSpecifier?.text.startsWith(folder))
    .flatMap(({ exportClause, moduleSpecifier }) => {
      const functions = functionsIn(join(dirname(caseFile), moduleSpecifier.text))
      return exportClause.elements.flatMap(({ name }) => functions.filter(one => one.name === name.text))
    })
}

/**
 * The functions that the files of a folder export, in the order of their names.
 *
 * @param {string} folder
 * @returns {ExportedFunction[]}
 */
export function functionsBelow(folder) {
  return readdirSync(folder)
    .filter(name => name.endsWith('.ts') && !/\.(test|fixture|d)\.ts$/.test(name))
    .sort()
    .flatMap(name => functionsIn(join(folder, name)))
}

/**
 * The functions that a file exports, with their result types.
 *
 * @param {string} path
 * @returns {ExportedFunction[]}
 */
function functionsIn(path) {
  return parsed(path)
    .statements.filter(ts.isFunctionDeclaration)
    .filter(
      ({ modifiers, type }) => type && modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
    )
    .map(found => ({
      name: found.name.text,
      text: docTextOf(found),
      signature: signatureOf(found),
      types: [...typesOf([...found.parameters, found.type], new Map()).values()],
    }))
}

/** As it is written in the source. */
function signatureOf(found) {
  return found.getSourceFile().text.slice(found.name.getStart(), found.type.end)
}

/** Adds the declaration of each type that the nodes name to `found`, by the name of the type. */
function typesOf(nodes, found) {
  const visit = node => {
    if (ts.isTypeReferenceNode(node)) add(node.typeName.getText())
    ts.forEachChild(node, visit)
  }
  const add = name => {
    const declaration = given.has(name) || found.has(name) ? undefined : declarationOf(nodes[0], name)
    if (declaration === undefined) return
    found.set(name, typeText(declaration))
    typesOf([declaration], found)
  }
  nodes.forEach(visit)
  return found
}

/** Where a type is declared: in the file of the node, or in one that this file imports it from. */
function declarationOf(node, name) {
  const source = node.getSourceFile()
  const isIt = one =>
    (ts.isTypeAliasDeclaration(one) || ts.isInterfaceDeclaration(one)) && one.name.text === name
  const own = source.statements.find(isIt)
  if (own !== undefined) return own
  const imported = source.statements
    .filter(ts.isImportDeclaration)
    .find(({ importClause }) => importClause?.namedBindings?.elements?.some(one => one.name.text === name))
  if (imported === undefined || !imported.moduleSpecifier.text.startsWith('.')) return undefined
  const path = join(dirname(source.fileName), imported.moduleSpecifier.text)
  return existsSync(path) ? parsed(path).statements.find(isIt) : undefined
}

function typeText(declaration) {
  const code = declaration.getText().replace(/^export /, '')
  return [docTextOf(declaration).replaceAll(/^(?=.)/gm, '// '), code].filter(text => text !== '').join('\n')
}
