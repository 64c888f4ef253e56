import type { Verb } from '../verb.ts'
import { guestCommand, type Template } from './guest-command.ts'

/** Runs a command until it exits; the expected status is 0. */
export function run(...template: Template): Verb<'guest'> {
  const command = guestCommand(...template)
  return {
    command,
    step: () => `guest runs ${command}`,
    live: async ({ jobs }) => jobs.exit(await jobs.start(command), 0),
    typed: paper => paper.inGuest(`# ${command}`),
    script: script => script.inGuest('runs', command),
  }
}
