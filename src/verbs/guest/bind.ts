import { bindScript } from '../../model/case/driver-script.ts'
import type { Verb } from '../verb.ts'

/** Gives the port's device back to its driver after `unbind`. Resolves when the port is there again. */
export function bind(): Verb<'guest'> {
  return {
    step: () => "guest binds the port's driver",
    live: async ({ jobs, frontend }) => jobs.exit(await jobs.start(bindScript(frontend.port)), 0),
    typed: paper => paper.inGuest(`# ${bindScript(paper.frontend.port)}`),
    script: script => script.inGuest('runs', bindScript(script.frontend.port)),
  }
}
