import { cpus } from 'node:os'
import { caseNamed } from '../../support/guest.ts'
import { hogs } from '../../support/hogs.ts'
import { compiled, noCompiler } from '../compiled.ts'
import type { Answer, Kind } from '../kind.ts'
import { preloading } from '../wrapped.ts'

/** A QEMU that misbehaves by itself, when it writes to the chardev's socket: a library in it does it. */
export const preload: readonly Kind[] = [
  does('block', ['freeze'], 'QEMU sleeps for ever in a write, under the big lock'),
  does(
    'nap',
    ['freeze', 'inconclusive'],
    'QEMU sleeps for some seconds in a write, under the big lock, and goes on by itself',
  ),
  does('spin', ['freeze', 'spin'], 'QEMU runs for ever in a write, under the big lock'),
  does(
    'refuse',
    ['stuck', 'spin', 'freeze', 'inconclusive'],
    'QEMU is told that there is no room, though there is, and tries for ever; it may hold all of the bytes by then',
  ),
  does('drop', ['loss'], 'QEMU believes that a block was sent which never was'),
  does('shorten', ['pass'], 'a short write is the right of every kernel, and QEMU sends the rest later'),
  does('abort', ['crash'], 'QEMU ends itself by SIGABRT'),
  hogged(
    does(
      'spin',
      ['freeze', 'spin'],
      "QEMU's own loop has the CPU that other work leaves, and keeps the lock",
    ),
  ),
]

/** The same on a host with as much other work as there are cores. */
function hogged({ kind, ...rest }: Kind): Kind {
  const make: Kind['make'] = stage => {
    const load = hogs(cpus().length, 0)
    stage.lease.add(() => load[Symbol.dispose]())
    return rest.make(stage)
  }
  return { kind: `hogs-${kind}`, ...rest, alone: true, make }
}

function does(what: string, answers: readonly Answer[], why: string): Kind {
  return {
    kind: `preload-${what}s`,
    answers,
    why,
    cannot: noCompiler,
    async make({ random, qemu, folder }) {
      const flags = ['-shared', '-fPIC', '-nostdlib', '-fno-stack-protector']
      const library = await compiled('preload.c', folder, flags)
      const env = {
        TRIAL_DOES: what,
        TRIAL_AFTER: String(random.between(0, 4_000_000)),
        TRIAL_MOST: String(random.between(100, 4000)),
        TRIAL_NAP_MS: String(random.between(2500, 6000)),
      }
      return {
        case: await caseNamed(random.pick(['unix-server-counting', 'slow-reader', 'burst-reader'])),
        qemu: await preloading(qemu, folder, library, env),
      }
    },
  }
}
