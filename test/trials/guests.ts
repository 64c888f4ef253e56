import type { Case, CaseDefinition } from '../../src/model/case.ts'
import { caseNamed } from '../guest.ts'
import type { Answer, Kind } from './kind.ts'
import type { Random } from './random.ts'

const beats = { ssh: "pkill -SIGNAL -f '[b]eat 0.05'", serial: "pkill -SIGNAL -f '/[b]eat$'" }

/** Guests that do by themselves what a broken QEMU might do to them. */
export const guests: readonly Kind[] = [
  {
    kind: 'guest-reboots',
    answers: ['inconclusive'],
    why: 'the guest asked for it, and QEMU (-no-reboot) ends as it should',
    make: disturbed(random => `sleep 0.${random.between(1, 5)}; reboot -f`),
  },
  {
    kind: 'guest-powers-off',
    answers: ['inconclusive'],
    why: 'the guest asked for it, and QEMU ends as it should',
    make: disturbed(random => `sleep 0.${random.between(1, 5)}; poweroff -f`),
  },
  {
    kind: 'guest-panics',
    answers: ['crash'],
    why: "the guest's kernel died, and said so on its console",
    make: disturbed(random => `sleep 0.${random.between(1, 5)}; echo c > /proc/sysrq-trigger`),
  },
  losing('a-beat', 'what lets the guest beat on one path is gone; the guest beats on, on the other', random =>
    random.pick([beats.ssh, beats.serial]),
  ),
  losing(
    'both-beats',
    'what lets the guest beat is gone, on both paths; the guest runs, as the lines about its writer tell',
    () => `${beats.ssh}; ${beats.serial}`,
  ),
  {
    kind: 'guest-burns-cpu',
    answers: ['pass'],
    why: 'the guest is busy, with work of its own: QEMU only lets it',
    make: disturbed(
      random => `for n in $(seq ${random.between(1, 3)}); do (while :; do :; done) & done; wait`,
    ),
  },
]

function losing(what: string, why: string, command: (random: Random) => string): Kind {
  const answers: readonly Answer[] = ['inconclusive']
  const make = disturbed(random => {
    const signal = random.pick(['KILL', 'STOP'])
    return `sleep 0.${random.between(1, 5)}; ${command(random).replaceAll('SIGNAL', signal)}`
  })
  return { kind: `guest-loses-${what}`, answers, why, make }
}

/** A case beside which the guest runs a command from its beginning on. */
function disturbed(command: (random: Random) => string): Kind['make'] {
  return async ({ random }) => {
    const played = await caseNamed(random.pick(['unix-server', 'unix-server-counting', 'tcp-server']))
    return { case: beside(played, command(random)) }
  }
}

function beside(played: Case, command: string): Case {
  const script: CaseDefinition['script'] = async stage => {
    await stage.guest.background`${command}`
    await played.script(stage)
  }
  return { ...played, script }
}
