import type { Case, CaseDefinition } from '../../../src/model/case/case.ts'
import { type History, ofKind } from '../../../src/model/contract/observation.ts'
import type { Stage } from '../../../src/verbs/stage.ts'
import { caseNamed } from '../../support/guest.ts'
import type { Kind } from '../kind.ts'
import type { Random } from '../random.ts'

/** What beats on each path, by the end of its command line (of which the shell's `read` leaves out the NULs). */
const beats = { serial: '*chardev-fc/beat', ssh: '*chardev-fc/beat0.05' } as const
const noSshBeat = 'the printed script lets the guest beat on its serial port alone'
const hasQemuEnded = (seen: History) => ofKind(seen, 'qemu').some(({ event }) => event === 'exited')

/** Guests that do by themselves what a broken QEMU might do to them. */
export const guests: readonly Kind[] = [
  {
    kind: 'guest-reboots',
    answers: ['inconclusive'],
    why: 'the guest asked for it, and QEMU (-no-reboot) ends as it should',
    make: disturbed(soon('reboot -f'), hasQemuEnded),
  },
  {
    kind: 'guest-powers-off',
    answers: ['inconclusive'],
    why: 'the guest asked for it, and QEMU ends as it should',
    make: disturbed(soon('poweroff -f'), hasQemuEnded),
  },
  {
    kind: 'guest-halts',
    answers: ['inconclusive'],
    why: 'the guest asked for it: it stands still in a QEMU that goes on',
    make: disturbed(soon('halt -f'), () => true),
  },
  {
    kind: 'guest-panics',
    answers: ['crash'],
    why: "the guest's kernel died, and said so on its console",
    make: disturbed(soon('echo c > /proc/sysrq-trigger'), hasQemuEnded),
  },
  {
    kind: 'guest-panics-and-stays',
    answers: ['crash', 'inconclusive'],
    why: "the guest's kernel died, said so on its console, and does not reboot: QEMU goes on",
    make: disturbed(soon('echo 0 > /proc/sys/kernel/panic; echo c > /proc/sysrq-trigger'), () => true),
  },
  {
    kind: 'guest-suspends',
    answers: ['inconclusive'],
    why: 'the guest asked for it (QEMU says SUSPEND): it sleeps until somebody wakes it',
    make: disturbed(soon('echo mem > /sys/power/state'), seen =>
      ofKind(seen, 'qmp-event').some(({ event }) => event === 'SUSPEND'),
    ),
  },
  {
    kind: 'monitor-stops',
    answers: ['inconclusive'],
    why: 'somebody told QEMU to stop the guest (QEMU says STOP)',
    onlyByRun: 'the printed script has no monitor of its own to say it on',
    make: async ({ random }) => {
      const played = await caseNamed(random.pick(['unix-server', 'unix-server-counting', 'tcp-server']))
      const script: CaseDefinition<Stage>['script'] = async stage => {
        await stage.host.idle(`for ${random.between(2, 10)} beats`)
        await stage.qemu.qmp('stop', {})
        await played.script(stage)
      }
      return { case: { ...played, script } }
    },
  },
  {
    ...losing('guest-loses-ssh-beat', ['ssh']),
    why: 'what lets the guest beat over ssh is gone; the guest beats on, on its serial port',
    onlyByRun: noSshBeat,
  },
  {
    ...losing('guest-loses-serial-beat', ['serial']),
    why: 'what lets the guest beat on its serial port is gone; the guest runs, and ssh leads into it',
  },
  {
    ...losing('guest-loses-both-beats', ['ssh', 'serial']),
    why: 'what lets the guest beat is gone, on both paths; the guest runs, as the lines about its writer tell',
    onlyByRun: noSshBeat,
  },
  {
    kind: 'guest-burns-cpu',
    answers: ['pass'],
    why: 'the guest is busy, with work of its own: QEMU only lets it',
    make: disturbed(
      random => `for n in $(seq ${random.between(1, 3)}); do (while :; do :; done) & done; wait`,
      () => true,
    ),
  },
]

function soon(command: string): (random: Random) => string {
  return random => `sleep 0.${random.between(1, 5)}; ${command}`
}

function losing(kind: string, paths: readonly (keyof typeof beats)[]): Omit<Kind, 'why'> {
  return { kind, answers: ['inconclusive'], make: disturbed(random => ending(random, paths), hasDone) }
}

/** Kills or stops what beats. Nobody's tool for it is in every guest; what it does is a loop of builtins. */
function ending(random: Random, paths: readonly (keyof typeof beats)[]): string {
  const patterns = paths.map(path => beats[path]).join(' | ')
  const signal = random.pick(['KILL', 'STOP'])
  const ends = `case $line in ${patterns}) kill -${signal} \${process#/proc/} && ended=x$ended ;; esac`
  const loop = `for process in /proc/[0-9]*; do read -r line < $process/cmdline; ${ends}; done 2>/dev/null`
  return `sleep 0.${random.between(1, 5)}; ended=; ${loop}; [ $ended = ${'x'.repeat(paths.length)} ]`
}

function hasDone(seen: History): boolean {
  return ofKind(seen, 'job').some(fact => fact.job === 'job1' && fact.event === 'exited' && fact.code === 0)
}

/** A case beside which the guest runs a command from its beginning on, and how one sees that it had its effect. */
function disturbed(command: (random: Random) => string, hasActed: (seen: History) => boolean): Kind['make'] {
  return async ({ random }) => {
    const played = await caseNamed(random.pick(['unix-server', 'unix-server-counting', 'tcp-server']))
    let all: History = []
    return {
      case: beside(played, command(random)),
      observed: seen => {
        all = seen
      },
      acted: () => hasActed(all),
    }
  }
}

function beside(played: Case<Stage>, command: string): Case<Stage> {
  const script: CaseDefinition<Stage>['script'] = async stage => {
    await stage.guest.background`${command}`
    await played.script(stage)
  }
  return { ...played, script }
}
