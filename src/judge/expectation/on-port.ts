import type { Expectation } from '../../model/case/expectation.ts'

/** An expectation about a further port of the case, by its name. The printed script does not check it. */
export function onPort(port: string, { name, judge }: Expectation): Expectation {
  return { name: `${name} of ${port}`, judge, port }
}
