import { InfraError } from '../model/errors.ts'
import type { Reporter } from './reporter.ts'

/**
 * One reporter that passes everything on to all the given ones. One that throws does not stop the others,
 * and is itself still called: `end` throws an InfraError that names who failed, after all have ended.
 */
export function multiplexer(reporters: readonly Reporter[]): Required<Reporter> {
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
    begin: plan => all(reporter => reporter.begin?.(plan)),
    cellStarted: cell => all(reporter => reporter.cellStarted?.(cell)),
    phase: (cell, text) => all(reporter => reporter.phase?.(cell, text)),
    cellEnded: (result, evidence) => all(reporter => reporter.cellEnded?.(result, evidence)),
    end(results, planned) {
      all(reporter => reporter.end?.(results, planned))
      if (failures.size > 0) throw problem(failures)
    },
  }
}

function problem(failures: ReadonlyMap<string, unknown>): InfraError {
  const each = [...failures].map(
    ([name, error]) => `${name}: ${error instanceof Error ? error.message : error}`,
  )
  return new InfraError(`the report is incomplete: ${each.join('; ')}`, {
    cause: new AggregateError(failures.values()),
  })
}
