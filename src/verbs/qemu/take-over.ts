import type { Paper } from '../face/paper.ts'
import type { Script } from '../face/script.ts'
import { scriptWord } from '../face/script-words.ts'
import type { TypedHost } from '../face/typed-host.ts'
import { asked } from './qmp.ts'

/** Writes what lets the guest run in the QEMU that its state was sent to. */
export function typedTakeOver(paper: Paper): void {
  const { sshPort } = paper.qemus.takeOver()
  paper.onHost(resumed(paper.host))
  paper.remark(`Log into the guest again, on port ${sshPort}. Its commands are still running.`)
}

/** The same for the script. */
export function scriptedTakeOver(script: Script): void {
  const { name, sshPort } = script.qemus.takeOver()
  script.write(`other_takes_over ${name} ${scriptWord(String(sshPort))}`)
  script.asks('lets the guest run there', resumed(script.host))
  script.write('guest_goes_on')
}

/** Python lines that wait until QEMU has loaded the state, and let the guest run. */
function resumed(host: TypedHost): string[] {
  return [
    ...host.conversation(),
    '>>> while ask("query-status")["status"] == "inmigrate": pass',
    '...',
    ...asked(host, 'cont'),
  ]
}
