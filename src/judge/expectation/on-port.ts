import type { Expectation } from '../../model/case/expectation.ts'
import { acceptedOf } from '../../model/case/ports.ts'

/**
 * An expectation about a further port of the case, by its name. Each further port needs one. The printed script judges of
 * them only what has arrived (`intact`), and says what else it does not judge.
 */
export function onPort(port: string, { name, judge, typed, checksBeside }: Expectation): Expectation {
  const checks = checksBeside?.(port)
  return {
    name: `${name} of ${port}`,
    judge,
    port,
    ...(checks === undefined ? {} : { checks }),
    ...(typed === undefined
      ? {}
      : {
          typed: data =>
            typed(data).map(line => line.replaceAll(/\baccepted\b/g, acceptedOf({ name: port }))),
        }),
  }
}
