import { rm } from 'node:fs/promises'
import type { Backend, Place } from '../model/case/backend.ts'
import { quoted } from '../model/value/option-text.ts'
import { inRange } from '../model/value/version.ts'
import { andThen } from './shared/and-then.ts'

/** The first QEMU with `logfile=` (commit d0d7708ba2). */
const first = '2.6.0'

/**
 * A chardev of another kind with `logfile=`: QEMU records in a file all data that is transmitted via the backend
 * (qemu(1)). The expectation `logHolds` judges what is in it.
 */
export function logged(of: Backend): Backend {
  return {
    ...of,
    name: `${of.name}, logged`,
    since: of.since !== undefined && inRange(of.since, `>=${first}`) ? of.since : first,
    options: (place, id, target) =>
      of
        .options(place, id, target)
        .map(word => (word.split(',').includes(`id=${id}`) ? `${word},logfile=${quoted(log(place))}` : word)),
    typed: place => andThen(of.typed(place), [`>>> log_file = open("${log(place)}", "rb")`]),
    async prepare(place) {
      const side = await of.prepare(place)
      return {
        ...side,
        log: log(place),
        async close() {
          await side.close()
          await rm(log(place), { force: true })
        },
      }
    },
  }
}

function log(place: Place): string {
  return place.path('log')
}
