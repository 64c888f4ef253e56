import t from 'tap'
import {
  alive,
  beginning,
  type CaseDefinition,
  counting,
  defineCase,
  intact,
  isaSerial,
  pciSerial,
  stalled,
  text,
  unix,
} from '../src/case.ts'
import { ofKind } from '../src/model/contract/observation.ts'
import { caseNamed, play } from './support/guest.ts'
import { scriptOf, start } from './support/script.ts'
import { once, type Spoil, spoiled, withheld } from './support/spoiled.ts'

void t.test('what a killed writer had written, and a word after it, arrive', async t => {
  const { result, history } = await play(await caseNamed('writer-killed'))
  t.match(result, { outcome: 'pass' }, result.because)
  const jobs = ofKind(history, 'job').filter(({ job }) => job === 'job1')
  t.ok(jobs.some(({ event }) => event === 'killed'))
  t.ok(jobs.some(({ event }) => event === 'exited'))
})

void t.test('bytes that write() had accepted and that do not come are a loss', async t => {
  const swallow = once(chunk => [chunk.subarray(0, 100), chunk.subarray(200)], 100_000)
  const { result } = await play(spoiled(await caseNamed('writer-killed'), swallow))
  t.match(result, { outcome: 'fail', symptom: 'loss' }, result.because)
})

void t.test('a word that does not come is stuck', async t => {
  const { result } = await play(withheld(await caseNamed('writer-killed'), 300_000))
  t.match(result, { outcome: 'fail', symptom: 'stuck' }, result.because)
})

void t.test('the driver is bound again, and a word arrives; a hole before it is a loss', async t => {
  const played = await caseNamed('driver-unbound')
  const { result } = await play(played)
  t.match(result, { outcome: 'pass' }, result.because)
  const swallow = once(chunk => [chunk.subarray(0, 100), chunk.subarray(200)], 10_000)
  const spoilt = await play(spoiled(played, swallow))
  t.match(spoilt.result, { outcome: 'fail', symptom: 'loss' }, spoilt.result.because)
})

void t.test('a word alone, without what the socket had before, is a loss', async t => {
  const wordAlone: Spoil = chunk => [Buffer.from(chunk.toString('latin1').replaceAll(/\d+\n?|^\n/g, ''))]
  const { result } = await play(spoiled(await caseNamed('driver-unbound'), wordAlone))
  t.match(result, { outcome: 'fail', symptom: 'loss' }, result.because)
})

void t.test('a word that does not come after the driver was bound again is stuck', async t => {
  const { result } = await play(withheld(await caseNamed('driver-unbound'), 100_000))
  t.match(result, { outcome: 'fail', symptom: 'stuck' }, result.because)
})

void t.test('two writers whose lines are swapped or torn on the way are a loss', async t => {
  const played = await caseNamed('two-writers')
  const torn = once(chunk => [chunk.subarray(1)], 1_000_000)
  const { result } = await play(spoiled(played, torn))
  t.match(result, { outcome: 'fail', symptom: 'loss' }, result.because)
})

void t.test('a byte that is taken for something else on the way is named', async t => {
  const text = (chunk: Buffer) => chunk.toString('latin1')
  const spoils: readonly [Spoil, string, string][] = [
    [
      chunk => [Buffer.from(text(chunk).replace('\x01', ''), 'latin1')],
      'loss',
      '1 bytes missing at offset 1: 0x01',
    ],
    [
      chunk => [Buffer.from(text(chunk).replace('\r', '\n'), 'latin1')],
      'loss',
      '0x0a at offset 13 where 0x0d',
    ],
    [
      chunk => [Buffer.from(text(chunk).replace('\xff', '\xff\xff'), 'latin1')],
      'doubled',
      '0xff repeated at offset',
    ],
  ]
  for (const [spoil, symptom, because] of spoils) {
    const { result } = await play(spoiled(await caseNamed('all-bytes'), spoil))
    t.match(result, { outcome: 'fail', symptom, because }, result.because)
  }
})

void t.test('their printed scripts do the same', async t => {
  for (const id of ['writer-killed', 'driver-unbound', 'two-writers']) {
    const { verdict, text } = await start(t, await scriptOf(await caseNamed(id))).ended
    t.match(verdict, /^PASS: (.*; )?all \d+ bytes arrived intact$/, text)
  }
})

const lines = counting({ lines: 100_000 })
const wants = [beginning(lines, { least: '100 B' }), text('word\n')]
const serial = defineCase({
  title: 'a PCI serial port is unbound',
  chardev: unix({ server: true }),
  frontend: pciSerial(),
  async script({ host, guest, port }) {
    const peer = await host.open()
    await guest.run`stty -F ${port} raw -echo`
    const dd = await guest.start`seq -w 1 ${lines.lines} | dd of=${port} bs=1k iflag=fullblock`
    await host.idle('until stalled')
    await guest.unbind()
    await dd.exit(1) // EIO
    await guest.bind()
    await guest.run`stty -F ${port} raw -echo`
    const word = await guest.start`echo word | dd of=${port} bs=5 iflag=fullblock`
    await peer.drain(wants)
    await word.exit(0)
  },
  expect: [stalled(), alive(), intact(...wants)],
})

void t.test('a serial port on the PCI bus is unbound and bound, too', async t => {
  const { result } = await play({ id: 'pci-serial-unbound', ...serial })
  t.match(result, { outcome: 'pass' }, result.because)
})

const unbinds: CaseDefinition['script'] = async ({ guest }) => guest.unbind()

void t.test('a port that no bus can unbind is our trouble, not QEMU’s', async t => {
  const { result } = await play({
    ...serial,
    id: 'isa-serial-unbound',
    frontend: isaSerial(),
    script: unbinds,
  })
  t.match(result, { outcome: 'error', because: /status 126/ })
})
