import type { Verb } from '../verb.ts'
import { guestCommand } from './guest-command.ts'

/** Runs a command to its end, which should be status 0. */
export function run(text: TemplateStringsArray, ...values: readonly (string | number)[]): Verb<'guest'> {
  const command = guestCommand(text, values)
  return {
    step: () => `guest runs ${command}`,
    live: async ({ jobs }) => jobs.exit(await jobs.start(command), 0),
    typed: paper => paper.inGuest(`# ${command}`),
    script: script => script.inGuest('runs', command),
  }
}
