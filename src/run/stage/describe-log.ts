import { createReadStream } from 'node:fs'
import type { HostSide } from '../../model/case/backend.ts'
import type { Journal } from '../journal.ts'
import { Content } from './content.ts'

/** Records what QEMU's log of a port's chardev holds, if it has one (empty: the port under test). A log that cannot be read is not described. */
export async function describeLog({ log }: HostSide, port: string, journal: Journal): Promise<void> {
  if (log === undefined) return
  const content = new Content()
  try {
    for await (const chunk of createReadStream(log)) content.push(chunk as Buffer)
  } catch {
    return
  }
  const own = port === '' ? { peer: 'log' } : { peer: `${port} log`, port }
  journal.append({ kind: 'content', ...own, ...content.describe(), log: true })
}
