import t from 'tap'
import type { CaseDefinition } from '../../src/case.ts'
import { caseNamed } from '../support/guest.ts'
import { changed, scriptOf, start } from '../support/script.ts'

const lines = 700_416
/** The last lines are written again a moment after all of them were: whoever looks now and then may not see it. */
const twice = `(seq -w 1 ${lines}; sleep 1; seq -w ${lines - 9} ${lines}) | cat`
const loop = 'while :; do sleep 0.02; date; done'

const scripts = {
  'a guest that reboots did so itself': [
    await scriptOf(await beside('sleep 1; reboot -f')),
    /^INCONCLUSIVE: QEMU ended with status 0; the guest itself requested it: .*reboot: Restarting system$/,
  ],
  'a guest that halts is not frozen': [
    await scriptOf(await beside('sleep 1; halt -f')),
    /^INCONCLUSIVE: the beats stopped, but the guest itself requested it: .*reboot: System halted$/,
  ],
  'what the guest wrote twice was not doubled on the way': [
    await scriptOf(await writing(twice)),
    /^INCONCLUSIVE: bytes repeated at offset \d+ .*, but how much was written is not known for sure/,
  ],
  'a loop that stops is a failure': [
    await looping('date; sleep 1000'),
    /^FAIL: the loop in the background stopped/,
  ],
  'a loop that ends is inconclusive': [
    await looping('date'),
    /^INCONCLUSIVE: the loop in the background ended by itself$/,
  ],
} as const

for (const [name, [script, verdict]] of Object.entries(scripts)) {
  void t.test(name, async t => {
    const running = start(t, script)
    const { code, text, verdict: said } = await running.ended
    t.match(said, verdict, text)
    t.equal(code, said.startsWith('FAIL') ? 1 : 2)
    t.same(running.left(), [])
  })
}

async function beside(command: string) {
  const played = await caseNamed('unix-server')
  const script: CaseDefinition['script'] = async stage => {
    await stage.guest.background`${command}`
    await played.script(stage)
  }
  return { ...played, script }
}

/** The counting payload, with another writer. */
async function writing(command: string) {
  const script: CaseDefinition['script'] = async ({ host, guest, port }) => {
    const peer = await host.open()
    const writer = await guest.start`${command} > ${port}`
    await host.idle('until stalled')
    await peer.drain(`${7 * lines} B`)
    await writer.exit(0)
  }
  return { ...(await caseNamed('unix-server-counting')), script }
}

async function looping(command: string): Promise<string> {
  const script = await scriptOf(await caseNamed('named-pipe-pair'))
  return changed(script, `guest_background '${loop}'`, `guest_background '${command}'`)
}
