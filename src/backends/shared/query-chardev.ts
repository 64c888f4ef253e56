import type { Opening } from '../../model/case/backend.ts'
import type { Json } from '../../model/contract/observation.ts'
import { isRecord } from '../../model/contract/record.ts'
import { InfraError } from '../../model/errors.ts'

/** A chardev as query-chardev describes it: `filename` is its kind and where it is (`pty:/dev/pts/3`, `ringbuf`). */
export interface ChardevInfo {
  readonly label: string
  readonly filename: string
}

/** Asks QEMU (QMP, `query-chardev`) for its chardev whose `filename` begins so. Throws InfraError when it has none. */
export async function queryChardev({ monitor, signal }: Opening, filename: string): Promise<ChardevInfo> {
  const answer = await monitor.execute('query-chardev', {}, { signal })
  const found = Array.isArray(answer)
    ? answer.find(info => isChardevInfo(info) && info.filename.startsWith(filename))
    : null
  if (isChardevInfo(found)) return found
  throw new InfraError(
    `wanted QEMU's ${filename} chardev, but query-chardev lists none: ${JSON.stringify(answer)}`,
  )
}

function isChardevInfo(value: Json | undefined): value is { readonly [key: string]: Json } & ChardevInfo {
  return isRecord(value) && typeof value['label'] === 'string' && typeof value['filename'] === 'string'
}
