import type { Expectation } from '../../model/case/expectation.ts'
import { acceptedOf } from '../../model/case/ports.ts'

/**
 * An expectation about a further port of the case, by its name. Each further port needs at least one. The printed script
 * judges only what arrived there (`intact`), and says what it does not judge.
 */
export function onPort(port: string, { name, judge, typed, checksBeside }: Expectation): Expectation {
  const own = (line: string) => line.replaceAll(/\baccepted\b/g, acceptedOf({ name: port }))
  return {
    name: `${name} of ${port}`,
    judge,
    port,
    ...(checksBeside && { checks: checksBeside(port) }),
    ...(typed && { typed: data => typed(data).map(own) }),
  }
}
