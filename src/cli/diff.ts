import { type CellDifference, differencesOf, isChanged, type Side } from '../report/difference.ts'
import { differenceText } from '../report/difference-text.ts'
import { colourOn } from './colour.ts'
import { storedResults } from './stored-results.ts'
import { tool } from './tool.ts'

/** `chardev-fc diff A B`: two results side by side. Resolves with 0 when nothing turned out otherwise, else 1. */
export function diff(
  paths: readonly [string, string],
  options: { readonly json?: true },
  command: readonly string[],
): number {
  const [before, after] = paths
  const differences = differencesOf(storedResults(before), storedResults(after))
  const changed = differences.some(isChanged)
  if (options.json) {
    const document = { schema: 1, tool, command, changed, cells: differences.map(record) }
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
  } else process.stdout.write(differenceText(differences, { colour: colourOn(process.stdout) }))
  return changed ? 1 : 0
}

function record({ case: played, change, before, after }: CellDifference): object {
  return { case: played, change, before: sideRecord(before), after: sideRecord(after) }
}

function sideRecord(side: Side | null): object | null {
  if (side === null) return null
  const { result, plays, figures } = side
  const { qemu, accel, outcome, symptom, expected, because } = result
  return { qemu, accel, outcome, symptom, expected, because, plays, numbers: figures }
}
