import t from 'tap'
import { allCases } from '../../src/plan/catalogue.ts'
import { whyNot } from '../../src/plan/why-not.ts'
import { equipment, play } from '../support/guest.ts'
import { spoiled } from '../support/spoiled.ts'

/** The expectations that look at what a host received on the port under test. */
const content = ['intact', 'arrivesAgain', 'keepsSaying', 'interleaved']

/** A peer that gets the first byte of all that arrives wrong. */
function wrong(chunk: Buffer): readonly Buffer[] {
  const changed = Buffer.from(chunk)
  changed.writeUInt8(changed.readUInt8(0) ^ 1, 0)
  return [changed]
}

void t.test('no case passes when bytes arrive that nobody wrote', async t => {
  const { qemu, guest } = await equipment()
  for (const played of await allCases()) {
    const looks = played.expect.some(({ name, port }) => port === undefined && content.includes(name))
    if (!looks || whyNot(played, qemu, guest) !== null) continue
    await t.test(played.id, async t => {
      const { result } = await play(spoiled(played, wrong))
      t.not(result.outcome, 'pass', result.because)
      const judged = result.findings?.filter(({ name }) => content.includes(name)) ?? []
      t.notOk(
        judged.every(({ outcome }) => outcome === 'pass'),
        'what looks at the bytes saw it',
      )
    })
  }
})
