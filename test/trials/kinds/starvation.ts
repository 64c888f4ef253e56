import { readdirSync } from 'node:fs'
import { cpus, setPriority } from 'node:os'
import type { History } from '../../../src/model/contract/observation.ts'
import { caseNamed, qemuPid } from '../../support/guest.ts'
import { hogs } from '../../support/hogs.ts'
import { type Group, grouped, noGroup } from '../cgroups.ts'
import type { Kind, Setting, Trial } from '../kind.ts'
import { atMoment, beyondSilence, type Spot, whileIdle, whileReading } from '../moment.ts'

const flows = [
  'unix-server',
  'unix-server-counting',
  'slow-reader',
  'tcp-server',
  'isa-serial',
  'keep-open',
  'host-floods',
  'named-pipe-pair',
]
const atOnce: Spot = { step: /^host opens/, withinMs: 300 }

/** Takes the CPU away from QEMU, or from everybody. */
export const starvation: readonly Kind[] = [
  {
    kind: 'hogs',
    answers: ['pass'],
    why: 'as much other work as there are cores: all is slower, nothing is lost and nothing stops',
    alone: true,
    make: stage => hogged(stage, cpus().length, 0),
  },
  {
    kind: 'hogs-debugcon',
    answers: ['freeze'],
    why: 'the guest stops for good in a blocking write, however busy the host is',
    alone: true,
    least: 100,
    mostDoubts: 5,
    make: async stage => ({ ...(await hogged(stage, cpus().length, 0)), case: await caseNamed('debugcon') }),
  },
  {
    kind: 'hogs-ahead',
    answers: ['pass', 'inconclusive'],
    why: 'twice as much other work as there are cores, and it goes first: whoever is silent may only be starved',
    alone: true,
    make: stage => hogged(stage, 2 * cpus().length, -5),
  },
  {
    kind: 'low-priority',
    answers: ['pass', 'inconclusive'],
    why: 'QEMU gets only what other work leaves: whoever is silent may only be starved',
    alone: true,
    make: unprivileged,
  },
  {
    kind: 'quota',
    answers: ['pass', 'inconclusive'],
    why: 'QEMU gets a small part of one CPU, for a while: whoever is silent may only be starved',
    cannot: () => noGroup('quota'),
    make: stage => {
      const percent = stage.random.between(2, 40)
      return inGroup(stage, 'quota', group => group.on(percent))
    },
  },
  {
    kind: 'freezer',
    answers: ['inconclusive'],
    why: 'all of QEMU stood in the freezer, and went on by itself when it was let go',
    cannot: () => noGroup('freezer'),
    make: stage => inGroup(stage, 'freezer', group => group.on()),
  },
]

async function hogged({ random, lease }: Setting, count: number, nice: number): Promise<Trial> {
  const load = hogs(count, nice)
  lease.add(() => load[Symbol.dispose]())
  return { case: await caseNamed(random.pick(flows)) }
}

async function unprivileged(stage: Setting): Promise<Trial> {
  const moment = atMoment(stage, [atOnce], seen => {
    for (const thread of readdirSync(`/proc/${qemuPid(seen)}/task`)) setPriority(Number(thread), 19)
  })
  return { ...(await hogged(stage, cpus().length, 0)), ...moment }
}

async function inGroup(
  stage: Setting,
  what: 'freezer' | 'quota',
  act: (group: Group) => void,
): Promise<Trial> {
  const { random, lease } = stage
  let timer: NodeJS.Timeout | undefined
  const moment = atMoment(stage, [whileIdle, whileReading], (seen: History) => {
    const group = grouped(what, qemuPid(seen), lease)
    lease.add(() => clearTimeout(timer))
    act(group)
    timer = setTimeout(group.off, beyondSilence(stage, seen))
  })
  return { case: await caseNamed(random.pick(flows)), ...moment }
}
