import type { Verb } from '../verb.ts'

/** Waits until the job exits, and records the expected status. */
export function exit(code: number): Verb<'job'> {
  return {
    step: (_, job) => `${job} ends with status ${code}`,
    live: ({ jobs }, job) => jobs.exit(job, code),
    typed: (paper, command) =>
      paper.remark(`In the guest, '${programOf(command)}' now exits: 'wait; echo $?' prints ${code}.`),
    script: (script, job) =>
      script.write(`step 'In the guest: ${job} ends with status ${code}'`, `guest_ends ${job} ${code}`),
  }
}

/** The program that `wait` waits for: the last one of a pipeline; assignments are skipped. */
function programOf(command: string): string {
  const last = command.split(/(?<!\|)\|(?!\|)/).at(-1) ?? command
  return /\b[a-z]\w*\b(?!=)/.exec(last)?.[0] ?? command
}
