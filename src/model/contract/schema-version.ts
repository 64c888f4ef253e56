import { misfit, type Schema, shown } from './schema.ts'

/** The schema that every writer writes: docs/schema-2.md says what it changed. */
export const currentSchema = 2

/**
 * What keeps a stored value from being read, as one clause; null: nothing. Readers take schema 1 too: its values fit
 * today's schema but for their number.
 */
export function unreadable(schema: Schema, value: unknown): string | null {
  const { schema: said } = Object(value) as { schema?: unknown }
  if (said !== undefined && said !== 1 && said !== currentSchema)
    return `it has schema ${shown(said)}, this version reads schemas 1 and 2: use the tool that wrote it`
  return misfit(schema, said === undefined ? value : { ...Object(value), schema: currentSchema })
}
