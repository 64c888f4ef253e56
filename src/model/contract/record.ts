import type { Json } from './observation.ts'

/** Whether a value of JSON is an object. */
export function isRecord(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
