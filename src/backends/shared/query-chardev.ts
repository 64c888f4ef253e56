import type { Opening } from '../../model/case/backend.ts'
import type { Json } from '../../model/contract/observation.ts'
import { isRecord } from '../../model/contract/record.ts'
import { InfraError } from '../../model/errors.ts'

/** A chardev as QEMU tells of it: `filename` is its kind and where it is (`pty:/dev/pts/3`, `ringbuf`). */
export interface Told {
  readonly label: string
  readonly filename: string
}

/** Asks QEMU (QMP, `query-chardev`) for its chardev whose `filename` begins so. Throws InfraError when it has none. */
export async function queryChardev({ monitor, signal }: Opening, filename: string): Promise<Told> {
  const answer = await monitor.execute('query-chardev', {}, { signal })
  const found = Array.isArray(answer)
    ? answer.find(told => isTold(told) && told.filename.startsWith(filename))
    : null
  if (isTold(found)) return found
  throw new InfraError(
    `wanted QEMU's ${filename} chardev, but query-chardev told of none: ${JSON.stringify(answer)}`,
  )
}

function isTold(value: Json | undefined): value is { readonly [key: string]: Json } & Told {
  return isRecord(value) && typeof value['label'] === 'string' && typeof value['filename'] === 'string'
}
