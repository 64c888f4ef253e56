import { InfraError, messageOf } from '../model/errors.ts'
import type { Reporter } from './reporter.ts'

/** Several reporters in one. */
export interface Multiplexer extends Required<Reporter> {
  /** Whether one of them has thrown. */
  hasFailed(): boolean
}

/**
 * A reporter that calls all the given ones. One that throws does not stop the others and is still called itself.
 * After all have ended, `end` throws an InfraError that names those that failed.
 */
export function multiplexer(reporters: readonly Reporter[]): Multiplexer {
  const failures = new Map<string, unknown>()

  function all(call: (reporter: Reporter) => void): void {
    for (const reporter of reporters) {
      try {
        call(reporter)
      } catch (error) {
        if (!failures.has(reporter.name)) failures.set(reporter.name, error)
      }
    }
  }

  return {
    name: 'multiplexer',
    hasFailed: () => failures.size > 0,
    begin: plan => all(reporter => reporter.begin?.(plan)),
    cellStarted: cell => all(reporter => reporter.cellStarted?.(cell)),
    phase: (cell, text) => all(reporter => reporter.phase?.(cell, text)),
    cellEnded: (result, evidence) => all(reporter => reporter.cellEnded?.(result, evidence)),
    end(results, planned, left) {
      all(reporter => reporter.end?.(results, planned, left))
      if (failures.size === 0) return
      const each = [...failures].map(([name, error]) => `${name}: ${messageOf(error)}`)
      throw new InfraError(`the report is incomplete: ${each.join('; ')}`, {
        cause: new AggregateError(failures.values()),
      })
    },
  }
}
