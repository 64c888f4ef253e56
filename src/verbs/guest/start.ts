import type { Verb } from '../verb.ts'
import { guestCommand } from './guest-command.ts'

/** Starts a command that writes to the port, or reads from it. */
export function start(
  text: TemplateStringsArray,
  ...values: readonly (string | number)[]
): Verb<'guest', 'job'> {
  const command = guestCommand(text, values)
  return {
    makes: 'job',
    step: () => `guest starts ${command}`,
    live: ({ jobs }) => jobs.start(command, 'watched'),
    typed(paper) {
      paper.inGuest(`# ${command} &`)
      return command
    },
    script: script => script.inGuest('starts', command),
  }
}
