import type { Verb } from '../verb.ts'

/** Stops reading. */
export function pause(): Verb<'peer'> {
  return {
    step: (_, { name }) => `${name} stops reading`,
    live: async (_, peer) => peer.pause(),
    typed: paper => paper.remark('On the host, stop reading.'),
    script: () => undefined, // its host reads only while it is told to
  }
}
