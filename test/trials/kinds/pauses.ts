import { spawn } from 'node:child_process'
import type { History } from '../../../src/model/contract/observation.ts'
import { caseNamed, qemuPid } from '../../support/guest.ts'
import { compiled, noCompiler } from '../compiled.ts'
import type { Kind, Setting, Trial } from '../kind.ts'
import { atMoment, beyondSilence, signalQemu, whileIdle, whileReading } from '../moment.ts'

const ids = ['unix-server', 'unix-server-counting', 'slow-reader', 'tcp-server', 'isa-serial', 'host-floods']
const stopped =
  "QEMU was stopped from outside: what its guest did not do then is nobody's fault but the stopper's"

/** Stops QEMU's process, and lets it go on, as a debugger, a job control or a checkpoint does. */
export const pauses: readonly Kind[] = [
  {
    kind: 'pause-short',
    answers: ['pass'],
    why: 'a pause shorter than the limit of silence (1.5 s) changes nothing that is judged',
    make: stage => paused(stage, () => stage.random.between(200, 1000)),
  },
  {
    kind: 'pause-long',
    answers: ['inconclusive'],
    why: stopped,
    make: stage => paused(stage, seen => beyondSilence(stage, seen)),
  },
  {
    kind: 'pause-for-good',
    answers: ['inconclusive'],
    why: stopped,
    make: stage => paused(stage, null),
  },
  {
    kind: 'pause-traced',
    answers: ['inconclusive'],
    why: "a debugger held all of QEMU's threads (state t), and then let go",
    cannot: noCompiler,
    make: traced,
  },
]

async function paused(stage: Setting, forMs: ((seen: History) => number) | null): Promise<Trial> {
  let timer: NodeJS.Timeout | undefined
  stage.lease.add(() => clearTimeout(timer))
  const moment = atMoment(stage, [whileIdle, whileReading], seen => {
    signalQemu(seen, 'SIGSTOP')
    if (forMs !== null) timer = setTimeout(() => signalQemu(seen, 'SIGCONT'), forMs(seen))
  })
  return { case: await caseNamed(stage.random.pick(ids)), ...moment }
}

async function traced(stage: Setting): Promise<Trial> {
  const { random, lease, folder } = stage
  const tracer = await compiled('tracer.c', folder)
  const moment = atMoment(stage, [whileIdle, whileReading], seen => {
    const child = spawn(tracer, [String(qemuPid(seen)), String(beyondSilence(stage, seen))], {
      stdio: 'inherit',
    })
    lease.add(() => child.kill('SIGKILL'))
  })
  return { case: await caseNamed(random.pick(ids)), ...moment }
}
