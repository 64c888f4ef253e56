import type { Monitor } from '../../model/case/backend.ts'
import type { TypedHost } from '../face/typed-host.ts'
import { asked } from './qmp.ts'

const command = 'human-monitor-command'

/**
 * Lets QEMU's human monitor execute a line, for commands that take options as QEMU's own command line has them. Resolves
 * with its answer: what it refuses is an answer too.
 */
export async function monitorLine(monitor: Monitor, line: string): Promise<string> {
  const answer = await monitor.execute(command, { 'command-line': line })
  return typeof answer === 'string' ? answer.trim() : ''
}

/** The same as lines to type. */
export function typedMonitorLine(host: TypedHost, line: string): string[] {
  return asked(host, command, { 'command-line': line })
}
