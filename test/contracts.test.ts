import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { bisectReport } from '../src/model/contract/bisect-report.ts'
import { exploreDocument, resultsDocument } from '../src/model/contract/document.ts'
import { misfit, type Schema } from '../src/model/contract/schema.ts'

const root = process.cwd()
const doc = (name: string) => readFileSync(join(root, 'docs', name), 'utf8')
const { jsonSchemas } = (await import(pathToFileURL(join(root, 'scripts', 'json-schemas.js')).href)) as {
  jsonSchemas(): Promise<Record<string, string>>
}

const published = await jsonSchemas()

void t.test('the published schemas are those that check', async t => {
  for (const [name, text] of Object.entries(published)) t.equal(doc(name), text, `npm run docs: ${name}`)
})

void t.test('the examples of the docs fit their schema, and have all its fields', async t => {
  const examples: [string, Schema, string][] = [
    ['reports.md', resultsDocument, 'results.schema.json'],
    ['bisect.example.json', bisectReport, 'bisect.schema.json'],
  ]
  for (const [page, schema, name] of examples) {
    const text = /```json\n(.*?)```/s.exec(doc(page))?.[1] ?? doc(page)
    t.equal(misfit(schema, JSON.parse(text)), null, page)
    const { $defs, ...document } = JSON.parse(published[name] ?? '') as { $defs: Defs }
    const lacking = [...fieldsOf(document, $defs)].filter(field => !text.includes(`"${field}":`))
    t.strictSame(lacking, [], page)
  }
  const explored = /```json\n(.*?)```/s.exec(doc('schema-2.md'))?.[1] ?? ''
  t.equal(misfit(exploreDocument, JSON.parse(explored)), null, 'schema-2.md')
})

type Defs = { readonly [name: string]: unknown }

/** The names of all properties of a JSON Schema, those of what it refers to among them. */
function fieldsOf(schema: unknown, defs: Defs): Set<string> {
  if (typeof schema !== 'object' || schema === null) return new Set()
  const { $ref, properties, ...rest } = schema as { $ref?: string; properties?: object }
  const inner = $ref === undefined ? [] : [defs[$ref.replace('#/$defs/', '')]]
  return new Set([
    ...Object.keys(properties ?? {}),
    ...[...inner, ...Object.values(properties ?? {}), ...Object.values(rest)].flatMap(part => [
      ...fieldsOf(part, defs),
    ]),
  ])
}
