import type { Verb } from '../verb.ts'
import { programOf } from './program-of.ts'

/** Waits until the job exits, and records the expected status. */
export function exit(code: number): Verb<'job'> {
  return {
    step: (_, job) => `${job} ends with status ${code}`,
    live: ({ jobs }, job) => jobs.exit(job, code),
    typed(paper, command) {
      const asked = paper.outlivesLogin ? 'tail -n 1 /tmp/said' : 'wait; echo $?'
      paper.remark(`In the guest, '${programOf(command)}' now exits: '${asked}' prints ${code}.`)
    },
    script: (script, job) =>
      script.write(`step 'In the guest: ${job} ends with status ${code}'`, `guest_ends ${job} ${code}`),
  }
}
