import { counting } from '../../../src/case.ts'
import type { Case, CaseDefinition } from '../../../src/model/case/case.ts'
import type { Stage } from '../../../src/verbs/stage.ts'
import { caseNamed } from '../../support/guest.ts'
import { standing, swallowing } from '../../support/spoiled.ts'
import type { Kind } from '../kind.ts'
import type { Random } from '../random.ts'

const payload = counting({ lines: 1_000_000 })
/** Of ten, which read all of the payload. */
const part = 'dd bs=4000 count=200 iflag=fullblock'

/** Readers in the guest that take their time, as `host-floods` has them read all of what the host sends. */
export const readers: readonly Kind[] = [
  {
    kind: 'reader-is-slow',
    answers: ['pass'],
    why: 'it naps between two parts, in ways that are its own; every byte gets there',
    make: reading(random => `for n in $(seq 10); do ${part}; sleep ${random.between(2, 20) / 10}; done`),
  },
  {
    kind: 'reader-naps',
    answers: ['pass'],
    why: 'it sleeps once for up to 9 s, with the port open; every byte gets there',
    make: reading(random => {
      const before = random.between(1, 9)
      const nap = random.between(3, 9)
      return `for n in $(seq 10); do ${part}; [ $n != ${before} ] || sleep ${nap}; done`
    }),
  },
  {
    kind: 'reader-stops',
    answers: ['inconclusive'],
    why: 'it reads a part, and then does something else for good: nobody kept the rest from it',
    make: reading(random => `for n in $(seq ${random.between(1, 9)}); do ${part}; done; sleep 1000`),
  },
  {
    kind: 'sending-swallows',
    answers: ['loss', 'fail'],
    why: 'the way to the guest takes all bytes and loses some: whether it holds back as many is not seen',
    make: async ({ random }) => {
      const [afterBytes, bytes] = [random.between(1_000_000, 7_000_000), random.between(1, 5000)]
      return { case: swallowing(await caseNamed('host-floods'), { afterBytes, bytes }) }
    },
  },
  {
    kind: 'sending-stands',
    answers: ['pass'],
    why: 'the way to the guest stands still for up to 9 s, and goes on: late is not lost',
    make: async ({ random }) => {
      const [afterBytes, ms] = [random.between(1_000_000, 7_000_000), random.between(1000, 9000)]
      return { case: standing(await caseNamed('host-floods'), { afterBytes, ms }) }
    },
  },
]

function reading(command: (random: Random) => string): Kind['make'] {
  return async ({ random }) => ({ case: await read(command(random)) })
}

async function read(command: string): Promise<Case<Stage>> {
  const script: CaseDefinition<Stage>['script'] = async ({ host, guest, port }) => {
    const peer = await host.open()
    await peer.send(payload)
    await host.idle('until unsent')
    const reader = await guest.start`(${command}) < ${port} | sha256sum`
    await reader.exit(0)
  }
  return { ...(await caseNamed('host-floods')), script }
}
