import type { GuestFile, Payload } from '../../model/case/payload.ts'
import { pythonBytes } from '../../model/case/python-bytes.ts'
import { shellWord } from '../../model/value/shell-word.ts'

/** What a printed script checks of bytes that should arrive; `data`: Python for what has arrived. */
export function arrivalOf(data: string, wants: readonly (Payload | GuestFile)[]): string {
  const file = wants.find(part => part.kind === 'guest-file')
  if (file !== undefined) {
    return `said_of ${file.path}\n  arrives "compare_sum(${data}, $SIZE, '$SUM', 'at the host')"`
  }
  return `arrives "compare(${data}, "${shellWord(`${pythonOf(wants)})`)}`
}

/** All that should arrive, but files of the guest's, as a Python expression. */
export function pythonOf(wants: readonly (Payload | GuestFile)[]): string {
  return wants.flatMap(part => (part.kind === 'guest-file' ? [] : [pythonBytes(part)])).join(' + ')
}
