import type { Hashed } from '../../model/case/payload.ts'
import type { History } from '../../model/contract/observation.ts'
import { printedLines } from '../jobs.ts'

/** What `sha256sum PATH` and `wc -c PATH` in a command of the script printed; null unless both did. */
export function hashedFile(history: History, path: string): Hashed | null {
  const lines = printedLines(history).filter(line => line.endsWith(` ${path}`))
  const about = lines.map(line => line.split(/\s+/)[0] ?? '')
  const sha256 = about.find(word => /^[0-9a-f]{64}$/.test(word))
  const bytes = about.find(word => /^\d{1,15}$/.test(word))
  return sha256 === undefined || bytes === undefined ? null : { kind: 'hashed', bytes: Number(bytes), sha256 }
}
