import type { Verb } from '../verb.ts'
import { guestCommand, type Template } from './guest-command.ts'

/** Starts a command that writes to the port, or reads from it. */
export function start(...template: Template): Verb<'guest', 'job'> {
  const command = guestCommand(...template)
  return {
    makes: 'job',
    command,
    step: () => `guest starts ${command}`,
    live: ({ jobs }) => jobs.start(command, 'watched'),
    typed(paper) {
      paper.inGuest(`# ${paper.inBackground(command)}`)
      return command
    },
    script: script => script.inGuest('starts', command),
  }
}
