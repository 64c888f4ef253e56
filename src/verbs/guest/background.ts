import type { Verb } from '../verb.ts'
import { guestCommand, type Template } from './guest-command.ts'

/** Starts a command that does not use the port and runs until the guest ends. */
export function background(...template: Template): Verb<'guest'> {
  const command = guestCommand(...template)
  return {
    command,
    step: () => `guest starts in the background ${command}`,
    live: ({ jobs }) => jobs.start(command, 'background'),
    typed: paper => paper.inGuest(`# ${paper.inBackground(command)}`),
    script: script => script.inGuest('background', command),
  }
}
