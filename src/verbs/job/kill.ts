import { killScript } from '../../model/case/kill-script.ts'
import { acceptedOf, portNamedIn } from '../../model/case/ports.ts'
import { shellWord } from '../../model/value/shell-word.ts'
import type { Paper } from '../face/paper.ts'
import type { Verb } from '../verb.ts'
import { programOf } from './program-of.ts'

/** Kills a job with SIGKILL: its writer and its shell. Resolves when it has ended; no exit status is wanted then. */
export function kill(): Verb<'job'> {
  return {
    step: (_, job) => `${job} is killed`,
    live: ({ jobs }, job) => jobs.kill(job),
    typed(paper, command) {
      const { pid, kill } = named(paper, command)
      const port = portNamedIn(paper.ports, command)
      if (port.frontend.isFile) {
        paper.remark(
          "In the guest, see how much write() has accepted: 'wchar' of the process that has the port open.",
        )
        paper.inGuest(`# grep wchar /proc/${pid}/io`)
      }
      paper.inGuest(`# ${kill}`)
      if (port.frontend.isFile) paper.onHost([`>>> ${acceptedOf(port)} = int(input("what wchar said: "))`])
    },
    script(script, job) {
      const port = script.portOf(job)
      script.write(
        `step 'In the guest: ${job} is killed'`,
        `guest_kills ${job} ${shellWord(killScript(port.frontend))} ${acceptedOf(port)}`,
      )
    },
  }
}

/** How a user names a job's writer, and kills it. */
function named(paper: Paper, command: string): { pid: string; kill: string } {
  if (paper.outlivesLogin) {
    const program = programOf(command)
    return { pid: `$(pidof ${program})`, kill: `pkill -KILL ${program}` }
  }
  const job = paper.isLatest(command) ? '%%' : `%?${shellWord(command)}`
  return { pid: '$!', kill: `kill -KILL ${job}` }
}
