import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ofKind } from '../../src/model/contract/observation.ts'
import { chardevFc } from '../support/command.ts'
import { folder } from '../support/example.ts'
import { caseNamed, play } from '../support/guest.ts'
import { logElsewhere, orderly, spoiled, swallowing, withheld } from '../support/spoiled.ts'

const resets = `import { alive, defineCase, unix, virtserialport } from 'chardev-fc'

export default defineCase({
  title: 'a UNIX socket is reset',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),

  async script({ host }) {
    const peer = await host.open()
    await peer.reset()
  },

  expect: [alive()],
})
`

void t.test('a manner that a chardev does not have is one line with file and line', async t => {
  const path = join(folder(t), 'resets.mjs')
  const bad: [string, string][] = [
    [resets, ':10: expected a chardev over TCP for reset(), which sends a RST: use close() on others'],
    [
      resets.replace('peer.reset()', "host.leaves('amid the handshake')"),
      ":10: expected a chardev with a handshake (telnet, websocket, tls, wss) for leaves('amid the handshake')",
    ],
  ]
  for (const [text, words] of bad) {
    writeFileSync(path, text)
    const shown = await chardevFc(['show', path])
    t.equal(shown.exitCode, 64)
    t.equal(shown.stderr, `chardev-fc: ${path}${words}`)
  }
  writeFileSync(
    path,
    resets
      .replace('unix({ server: true })', 'pty()')
      .replace('unix,', 'pty,')
      .replace('open()', "open({ pieces: '3 B' })"),
  )
  const words =
    ':9: expected a socket on which QEMU listens (unix, tcp, telnet, websocket, tls, wss) for open({ pieces })'
  t.equal((await chardevFc(['show', path])).stderr, `chardev-fc: ${path}${words}`)
  t.match((await chardevFc(['run', path, '--json'], { XDG_STATE_HOME: folder(t) })).stdout, words)
  writeFileSync(path, bad[1]?.[0] ?? '')
  const run = await chardevFc(['run', path, '--json'], { XDG_STATE_HOME: folder(t) })
  t.match(run.stdout, ':10: expected a chardev with a handshake')
})

for (const id of [
  'tcp-hosts-reset',
  'telnet-hosts-leave',
  'websocket-hosts-leave',
  'tls-hosts-leave',
  'logfile',
  'telnet-in-pieces',
  'all-bytes-telnet',
  'websocket-in-pieces',
  'tls-in-pieces',
  'wss-in-pieces',
  'host-says-a-word',
  'break-full',
  'host-floods-open',
]) {
  void t.test(`${id} ends as it documents`, async t => {
    const { result } = await play(await caseNamed(id))
    t.match(result, { expected: true }, result.because)
  })
}

void t.test('hosts that close where they should reset: QEMU keeps the first, and that is seen', async t => {
  const { result } = await play(orderly(await caseNamed('tcp-hosts-reset')))
  t.match(result, { outcome: 'fail', symptom: 'stuck', expected: false }, result.because)
})

void t.test('a way that stands still after many hosts is seen', async t => {
  const { result } = await play(withheld(await caseNamed('tcp-reset'), 65536))
  t.match(result, { outcome: 'fail', symptom: 'stuck', expected: false }, result.because)
})

void t.test('what the host that stays should get does not come: that is seen', async t => {
  const changed = spoiled(await caseNamed('websocket-hosts-leave'), chunk => [
    Buffer.from(chunk.toString().replace('bar', 'baz')),
  ])
  const { result } = await play(changed)
  t.match(result, { outcome: 'fail', symptom: 'loss', expected: false }, result.because)
})

void t.test('a record in pieces of which some bytes are lost is seen', async t => {
  const changed = swallowing(await caseNamed('tls-in-pieces'), { afterBytes: 2000, bytes: 3 })
  const { result } = await play(changed)
  t.match(result, { outcome: 'fail', expected: false }, result.because)
})

void t.test('a flood into an open port of which some bytes are lost is seen', async t => {
  const changed = swallowing(await caseNamed('host-floods-open'), { afterBytes: 1_000_000, bytes: 65_536 })
  const { result } = await play(changed)
  t.match(result, { outcome: 'fail', expected: false }, result.because)
})

void t.test('a break that spoils what waits for room is seen', async t => {
  const changed = spoiled(await caseNamed('break-full'), (chunk, taken) => [
    taken === 0 ? chunk.subarray(0, -1) : chunk,
  ])
  const { result } = await play(changed)
  t.match(result, { outcome: 'fail', symptom: 'loss', expected: false }, result.because)
})

void t.test('a word that is lost when its host goes away proves nothing', async t => {
  const { result } = await play(swallowing(await caseNamed('host-says-a-word'), { afterBytes: 0, bytes: 1 }))
  t.match(result, { outcome: 'inconclusive', because: /the host had closed/ }, result.because)
})

void t.test('a log that lacks what the host has received is seen', async t => {
  const { result } = await play(logElsewhere(await caseNamed('logfile'), '/dev/null'))
  t.match(result, { outcome: 'fail', symptom: 'loss', expected: false }, result.because)
})

void t.test('a host that says a word and goes away at once, and then one that stays', async t => {
  const hosts = await caseNamed('unix-hosts-leave')
  const { result, history } = await play({
    ...hosts,
    async script({ host, guest, port }) {
      await host.leaves('after a word')
      await host.leaves('after a word')
      const peer = await host.open()
      await guest.run`echo bar > ${port}`
      await peer.drain('4 B')
    },
  } as typeof hosts)
  t.match(result, { outcome: 'pass', expected: true }, result.because)
  t.equal(ofKind(history, 'peer').filter(({ event }) => event === 'closed').length, 2)
})
