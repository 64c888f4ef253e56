import { whereKnown } from '../../model/case/known.ts'
import { currentSchema } from '../../model/contract/schema-version.ts'
import { allCases } from '../../plan/catalogue.ts'
import { jsonText } from '../../report/json.ts'
import { out } from '../terminal/output.ts'
import { tool } from '../tool.ts'

/** `chardev-fc list`: the cases, with what each documents. */
export async function list({ json }: { readonly json?: true }): Promise<void> {
  const cases = await allCases()
  if (json) {
    const rows = cases.map(({ id, title, page, chardev, frontend, known }) => ({
      case: id,
      title,
      page,
      chardev: chardev.name,
      frontend: frontend.name,
      known: known ?? [],
    }))
    out.writeDocument(jsonText({ schema: currentSchema, tool, cases: rows }))
    return
  }
  const width = Math.max(...cases.map(({ id }) => id.length))
  for (const { id, title, known } of cases) {
    out.print(`${id.padEnd(width)}  ${title}\n`)
    for (const one of known ?? [])
      out.print(`${' '.repeat(width)}  documented: ${one.symptom} on ${whereKnown(one)}\n`)
  }
}
