import type { Command } from 'commander'
import { completions } from '../completion/completions.ts'
import { valuesOf } from '../completion/values.ts'
import { out } from '../terminal/output.ts'

/** `chardev-fc complete -- WORD…`: what may stand in place of the last word, for the scripts of `completion`. */
export async function complete(root: Command, words: readonly string[]): Promise<void> {
  for (const { value, about } of await completions(root, words, valuesOf))
    out.writeDocument(about === undefined ? `${value}\n` : `${value}\t${about}\n`)
}
