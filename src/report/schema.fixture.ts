import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'

type Schema = { [name: string]: unknown }

const file = join(process.cwd(), 'docs', 'results.schema.json')
const ajv = new Ajv2020({ allErrors: true, validateFormats: false, allowUnionTypes: true })
ajv.addSchema(closed(JSON.parse(readFileSync(file, 'utf8'))) as Schema, 'results')

/**
 * What a value has against the published schema, or null. Here the schema allows nothing that it does not name:
 * what we write must be documented. `part`: `` for the document, `/$defs/event` for a part.
 */
export function schemaComplaint(value: unknown, part = ''): string | null {
  const validate = ajv.getSchema(`results#${part}`)
  if (validate === undefined) throw new Error(`the schema has no ${part}`)
  return validate(value) === true ? null : ajv.errorsText(validate.errors)
}

function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]))
  return 'properties' in inner ? { ...inner, additionalProperties: false } : inner
}
