import type { TypedHost } from '../face/typed-host.ts'
import { asked } from './qmp.ts'

/** Python lines that stop the guest and send it to an address. */
export function sends(host: TypedHost, uri: string): string[] {
  const status = 'ask("query-migrate")["status"]'
  return [
    ...asked(host, 'stop'),
    ...asked(host, 'migrate', { uri }),
    `>>> while ${status} not in ("completed", "failed"): pass`,
    '...',
    `>>> assert ${status} == "completed"`,
  ]
}

/** Python lines that wait until a QEMU has its guest, and let it run. */
export function goesOn(host: TypedHost): string[] {
  return [
    ...host.conversation(),
    '>>> while ask("query-status")["status"] == "inmigrate": pass',
    '...',
    ...asked(host, 'cont'),
  ]
}
