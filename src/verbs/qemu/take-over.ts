import type { Paper } from '../face/paper.ts'
import type { Script } from '../face/script.ts'
import { scriptWord } from '../face/script-words.ts'
import { goesOn } from './moving.ts'

/** Writes what lets the QEMU that has got the guest run it. */
export function typedTakeOver(paper: Paper): void {
  const { sshPort } = paper.qemus.takeOver()
  paper.onHost(goesOn(paper.host))
  paper.remark(`Log into the guest again, through port ${sshPort}. What was started in it goes on.`)
}

/** The same for the script. */
export function scriptedTakeOver(script: Script): void {
  const { name, sshPort } = script.qemus.takeOver()
  script.write(`other_takes_over ${name} ${scriptWord(String(sshPort))}`)
  script.asks('lets the guest run in the other QEMU', goesOn(script.host))
  script.write('guest_goes_on')
}
