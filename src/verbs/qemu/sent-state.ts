import type { TypedHost } from '../face/typed-host.ts'
import { asked } from './qmp.ts'

/** Python lines that stop the guest, and send its state to an address. */
export function sentState(host: TypedHost, uri: string): string[] {
  const status = 'ask("query-migrate")["status"]'
  return [
    ...asked(host, 'stop'),
    ...asked(host, 'migrate', { uri }),
    `>>> while ${status} not in ("completed", "failed"): pass`,
    '...',
    `>>> assert ${status} == "completed"`,
  ]
}
