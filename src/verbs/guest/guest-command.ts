import { UsageError } from '../../model/errors.ts'

/** A command for the guest as a tagged template. */
export type Template = readonly [text: TemplateStringsArray, ...values: Values]
type Values = readonly (string | number)[]

/**
 * The shell text of a verb's template. Throws UsageError for an escape that JavaScript does not know, because its part
 * of the text is `undefined` (ECMA-262, 12.9.6: only tagged templates may have one).
 */
export function guestCommand(text: readonly (string | undefined)[], ...values: Values): string {
  if (text.includes(undefined))
    throw new UsageError(
      `expected a command for the guest, but one has an escape that JavaScript does not know: write its backslash twice (\\\\033); it reads ${JSON.stringify(text.map(part => part ?? '…').join(' … '))}`,
    )
  if (values.some(value => value === undefined || value === null))
    throw new UsageError(
      `expected a command for the guest, but a value in it is missing: ${String.raw({ raw: text as readonly string[] }, ...values.map(String))}`,
    )
  return String.raw({ raw: text as readonly string[] }, ...values)
}
