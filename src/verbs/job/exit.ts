import type { Verb } from '../verb.ts'

/** Waits for its end; the journal gets the status that was wanted. */
export function exit(code: number): Verb<'job'> {
  return {
    step: (_, job) => `${job} ends with status ${code}`,
    live: ({ jobs }, job) => jobs.exit(job, code),
    typed: (paper, command) =>
      paper.remark(`In the guest '${firstWord(command)}' now ends: 'wait; echo $?' prints ${code}.`),
    script: (script, job) =>
      script.write(`step 'In the guest: ${job} ends with status ${code}'`, `guest_ends ${job} ${code}`),
  }
}

function firstWord(command: string): string {
  return /\w+/.exec(command)?.[0] ?? command
}
