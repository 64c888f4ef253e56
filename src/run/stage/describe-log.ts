import { createReadStream } from 'node:fs'
import type { HostSide } from '../../model/case/backend.ts'
import type { Journal } from '../journal.ts'
import { Content } from './content.ts'

/** Records what QEMU's log of the chardev holds, if it has one. A log that cannot be read is not described. */
export async function describeLog({ log }: HostSide, journal: Journal): Promise<void> {
  if (log === undefined) return
  const content = new Content()
  try {
    for await (const chunk of createReadStream(log)) content.push(chunk as Buffer)
  } catch {
    return
  }
  journal.append({ kind: 'content', peer: 'log', ...content.describe(), log: true })
}
