import { unbindScript } from '../../model/case/driver-script.ts'
import type { Verb } from '../verb.ts'

/** Takes the port's device away from its driver: the port is gone then, and the device is reset. */
export function unbind(): Verb<'guest'> {
  return {
    step: () => "guest unbinds the port's driver",
    live: async ({ jobs, frontend }) => jobs.exit(await jobs.start(unbindScript(frontend.port)), 0),
    typed(paper) {
      for (const line of unbindScript(paper.frontend.port).split('\n')) paper.inGuest(`# ${line}`)
    },
    script: script => script.inGuest('runs', unbindScript(script.frontend.port)),
  }
}
