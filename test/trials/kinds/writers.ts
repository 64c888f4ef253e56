import { counting } from '../../../src/case.ts'
import type { Case, CaseDefinition } from '../../../src/model/case/case.ts'
import type { Stage } from '../../../src/verbs/stage.ts'
import { caseNamed } from '../../support/guest.ts'
import { once, spoiled } from '../../support/spoiled.ts'
import type { Kind } from '../kind.ts'
import type { Random } from '../random.ts'

const lines = 700_416
const payload = counting({ lines })

/** Writers in the guest that do not write what, or as, the case says. Each ends with status 0. */
export const writers: readonly Kind[] = [
  {
    kind: 'writer-writes-less',
    answers: ['inconclusive'],
    why: 'what its write calls took is less than the case wanted: nothing of that was lost',
    make: writing(random => `seq -w 1 ${lines} | head -c ${random.between(4_400_000, payload.bytes - 1)}`),
  },
  {
    kind: 'writer-writes-twice',
    answers: ['inconclusive'],
    why: 'what its write calls took is more than the case wanted: nothing was doubled on the way',
    make: writing(random => {
      const pause = `sleep 0.${random.between(0, 9)}`
      return `(seq -w 1 ${lines}; ${pause}; seq -w ${lines - random.between(10, 5000)} ${lines}) | cat`
    }),
  },
  {
    kind: 'writer-sleeps',
    answers: ['pass', 'inconclusive'],
    why: "it writes all, with a pause that is nobody's fault; a run may be given up before it ends",
    make: writing(sleeping),
  },
  {
    kind: 'writer-sleeps-and-bytes-are-lost',
    answers: ['loss'],
    onlyByRun: 'its bad host is one of our own process',
    why: 'bytes in the midst never arrive, though what was written after them does: the pause hides nothing',
    async make(stage) {
      const { random } = stage
      const cut = random.between(70, 1000)
      const spoil = once(chunk => [chunk.subarray(cut)], random.between(0, 1_000_000))
      return { case: spoiled(await written(sleeping(random)), spoil) }
    },
  },
]

function sleeping(random: Random): string {
  const first = random.between(650_000, 690_000)
  return `(seq -w 1 ${first}; sleep ${random.between(1, 9)}; seq -w ${first + 1} ${lines}) | cat`
}

function writing(command: (random: Random) => string): Kind['make'] {
  return async ({ random }) => ({ case: await written(command(random)) })
}

/** The case with the counting payload, and another writer in it; as in the case, the host reads after a stall. */
async function written(command: string): Promise<Case<Stage>> {
  const script: CaseDefinition<Stage>['script'] = async ({ host, guest, port }) => {
    const peer = await host.open()
    const writer = await guest.start`${command} > ${port}`
    await host.idle('until stalled')
    await peer.drain(payload)
    await writer.exit(0)
  }
  return { ...(await caseNamed('unix-server-counting')), script }
}
