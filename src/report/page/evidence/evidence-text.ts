import type { Json } from '../../../model/contract/observation.ts'
import { isRecord } from '../../../model/contract/record.ts'

const longestText = 16 * 1024

/** A piece of evidence as text of at most 16 KiB; foreign text is not escaped. */
export function evidenceText(data: Json): string {
  const text = lines(data).join('\n')
  return text.length <= longestText
    ? text
    : `${text.slice(0, longestText)}\n… (${text.length} characters in all)`
}

function lines(data: Json): string[] {
  if (typeof data === 'string') return [data]
  if (Array.isArray(data) && data.every(item => typeof item === 'string')) return data as string[]
  if (isRecord(data) && Array.isArray(data['threads'])) return (data['threads'] as Json[]).map(threadLine)
  return [JSON.stringify(data, null, 2)]
}

/** `CPU 0/TCG (vcpu, 9023): S in clock_nanosleep, 6 % CPU` */
function threadLine(thread: Json): string {
  if (!isRecord(thread)) return JSON.stringify(thread)
  const { name, role, tid, state, wchan, syscall, cpuPercent } = thread
  const call = isRecord(syscall ?? null) ? (syscall as { name?: Json }).name : undefined
  const where = [call, wchan].filter(part => typeof part === 'string' && part !== '0').join(', ')
  const [who, what, number, how, percent] = [name, role, tid, state, cpuPercent].map(plain)
  return `${who} (${what}, ${number}): ${how}${where === '' ? '' : ` in ${where}`}, ${percent} % CPU`
}

/** String() throws for an object of JSON whose `toString` is no function. */
function plain(value: Json | undefined): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
