import type { Opening } from '../../model/case/backend.ts'
import type { Json } from '../../model/contract/observation.ts'
import { isRecord } from '../../model/contract/record.ts'
import { InfraError } from '../../model/errors.ts'

/** A chardev in the answer of query-chardev; `filename` is its kind and path (`pty:/dev/pts/3`, `ringbuf`). */
export interface ChardevInfo {
  readonly label: string
  readonly filename: string
}

/** The chardev whose `filename` in query-chardev begins with this text. Throws InfraError if there is none. */
export async function queryChardev({ monitor, signal }: Opening, filename: string): Promise<ChardevInfo> {
  const answer = await monitor.execute('query-chardev', {}, { signal })
  const found = Array.isArray(answer)
    ? answer.find(info => isChardevInfo(info) && info.filename.startsWith(filename))
    : null
  if (isChardevInfo(found)) return found
  throw new InfraError(`query-chardev lists no '${filename}' chardev: ${JSON.stringify(answer)}`)
}

function isChardevInfo(value: Json | undefined): value is { readonly [key: string]: Json } & ChardevInfo {
  return isRecord(value) && typeof value['label'] === 'string' && typeof value['filename'] === 'string'
}
