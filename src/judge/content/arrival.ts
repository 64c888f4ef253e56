import type { Part } from '../../model/case/payload.ts'
import { pythonBytes } from '../../model/case/python-bytes.ts'
import { shellWord } from '../../model/value/shell-word.ts'

/**
 * What a printed script checks of bytes that should arrive; `data`: Python for what has arrived; `arrives`: the command
 * that does (src/reproduce/script/verdict.sh).
 */
export function arrivalOf(data: string, wants: readonly Part[], arrives = 'arrives'): string {
  const file = wants.find(part => part.kind === 'guest-file')
  if (file !== undefined) {
    return `said_of ${file.path}\n  ${arrives} "compare_sum(${data}, $SIZE, '$SUM', 'at the host')"`
  }
  const [first, ...rest] = wants
  if (first?.kind === 'beginning' && first.upTo === 'arrived') {
    return `${arrives} "compare_begun(${data}, "${shellWord(`${pythonBytes(first.of)}, ${pythonOf(rest, '')}, ${first.leastBytes})`)}`
  }
  return `${arrives} "compare(${data}, "${shellWord(`${pythonOf(wants, '')})`)}`
}

/** All that should arrive in `data`, but files of the guest's, as a Python expression. */
export function pythonOf(wants: readonly Part[], data: string): string {
  const python = (part: Part, index: number) => {
    if (part.kind === 'guest-file') return []
    if (part.kind !== 'beginning') return [pythonBytes(part)]
    if (part.upTo === 'accepted') return [`${pythonBytes(part.of)}[:accepted]`]
    const rest = wants.slice(index + 1).reduce((sum, each) => sum + ('bytes' in each ? each.bytes : 0), 0)
    return [`${pythonBytes(part.of)}[:max(${part.leastBytes}, len(${data}) - ${rest})]`]
  }
  return wants.flatMap(python).join(' + ')
}
