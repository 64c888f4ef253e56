import t from 'tap'
import { accepted, alive, intact, numbered, onPort, text, virtserialport } from '../../src/case.ts'
import type { Case } from '../../src/model/case/case.ts'
import type { Stage } from '../../src/verbs/stage.ts'
import { caseNamed, play } from '../support/guest.ts'
import { changed, scriptOf, start } from '../support/script.ts'
import { type Spoil, spoiled } from '../support/spoiled.ts'

const cases = ['ports-one-full', 'ports-unplug-plug', 'thirty-ports']

for (const id of cases) {
  void t.test(`${id} passes`, async t => {
    const { result } = await play(await caseNamed(id))
    t.match(result, { outcome: 'pass' }, result.because)
  })
}

/** The case with a bad peer at its port `other`. */
function spoiledOther(base: Case<Stage>, spoil: Spoil): Case<Stage> {
  const { other } = base.ports ?? {}
  if (other === undefined) throw new Error('no other port')
  const { chardev } = spoiled({ ...base, chardev: other.chardev }, spoil)
  return { ...base, ports: { ...base.ports, other: { ...other, chardev } } }
}

void t.test('the other port is judged, too', async t => {
  const half: Spoil = chunk => [chunk.subarray(0, Math.ceil(chunk.length / 2))]
  const { result } = await play(spoiledOther(await caseNamed('ports-one-full'), half))
  t.match(
    result.findings?.find(({ name }) => name === 'intact of other'),
    { outcome: 'fail' },
    result.because,
  )
})

void t.test('a line that is another one at the port that was plugged again is a loss', async t => {
  const other: Spoil = chunk => [Buffer.from(chunk.toString('latin1').replace('bar', 'baz'), 'latin1')]
  const { result } = await play(spoiledOther(await caseNamed('ports-unplug-plug'), other))
  t.match(
    result.findings?.find(({ name }) => name === 'arrivesAgain of other'),
    { outcome: 'fail', symptom: 'loss' },
    result.because,
  )
})

void t.test(
  'the printed script judges what arrived at each port, and says what it does not judge',
  async t => {
    const script = await scriptOf(await caseNamed('ports-one-full'))
    const { verdict, text } = await start(t, script).ended
    t.match(verdict, /^PASS: .*; all 1048576 bytes arrived intact at other; .* intact at elsewhere$/, text)
    const reads = '    other_data += other_sock.recv(65536)\n'
    const bad = changed(script, reads, reads.replace('recv(65536)', 'recv(65536).replace(b"2", b"3")'))
    const failed = await start(t, bad).ended
    t.match(failed.verdict, /^FAIL \(loss\): at other: at offset 131070 is /, failed.text)
    const plugs = await start(t, await scriptOf(await caseNamed('ports-unplug-plug'))).ended
    t.match(plugs.verdict, /^PASS: .* \(not judged: stalled of other, arrivesAgain of other\)$/, plugs.text)
  },
)

// More than fits: a queue of a Debian 13 guest on QEMU 10 takes 1024 writes, 16 MiB of these.
const [small, large] = [numbered('16 MiB', '4 KiB'), numbered('32 MiB', '16 KiB')]
const word = text('word\n')
const [wants, othersWants] = [
  [accepted(small.payload), word],
  [accepted(large.payload), word],
] as const

void t.test('writers are killed on two ports, and each has its own number of bytes', async t => {
  const base = await caseNamed('ports-unplug-plug')
  const killed: Case<Stage> = {
    ...base,
    async script({ host, guest, port, beside }) {
      const other = beside('other')
      const ends = [await host.open(), await other.host.open()] as const
      const first = await guest.start`${small.into(port)}`
      await host.idle('until stalled')
      const second = await guest.start`${large.into(other.port)}`
      await other.host.idle('until stalled')
      await first.kill()
      await second.kill()
      const fresh = await guest.start`echo word | dd of=${port} bs=5 iflag=fullblock`
      await ends[0].drain(wants)
      await fresh.exit(0)
      const othersFresh = await guest.start`echo word | dd of=${other.port} bs=5 iflag=fullblock`
      await ends[1].drain(othersWants)
      await othersFresh.exit(0)
    },
    expect: [alive(), intact(...wants), onPort('other', intact(...othersWants))],
  }
  const { result } = await play(killed)
  t.match(result, { outcome: 'pass' }, result.because)
  const { verdict, text } = await start(t, await scriptOf(killed)).ended
  t.match(verdict, /^PASS: .* bytes arrived intact at other$/, text)
})

void t.test(
  'a port that the guest does not have is our trouble, and nothing is written to a file of its name',
  async t => {
    const base = await caseNamed('unix-server')
    const missing = '/dev/virtio-ports/missing'
    const lacking: Case<Stage> = {
      ...base,
      frontend: { ...virtserialport({ name: 'there', nr: 9 }), port: missing },
    }
    const { result } = await play(lacking)
    t.match(result, { outcome: 'error', because: `the guest has no ${missing}` })
    const { verdict, text } = await start(t, await scriptOf(lacking)).ended
    t.equal(verdict, `INCONCLUSIVE: the guest is up, but has no port: ${missing}`, text)
  },
)
