import t from 'tap'
import { unix } from '../../backends/unix.ts'
import { virtserialport } from '../../frontends/virtserialport.ts'
import { accepted, counting, text } from '../../judge/content/payload.ts'
import { shown } from '../shown.fixture.ts'

const chardev = unix({ server: true })
const other = { chardev, frontend: virtserialport({ name: 'other', nr: 3 }) }
const all = [accepted(counting({ lines: 9 })), text('word\n')]

void t.test('a person asks the guest what was accepted, kills the job, and reads so much', async t => {
  const { typed } = await shown(async ({ host, guest, port }) => {
    const peer = await host.open()
    const writer = await guest.start`seq 9 > ${port}`
    await writer.kill()
    await peer.drain(all)
  })
  const lines = typed.split('\n').map(line => line.trim())
  t.ok(lines.includes('# kill -KILL %%'), typed)
  t.ok(lines.indexOf('# grep wchar /proc/$!/io') < lines.indexOf('# kill -KILL %%'))
  t.ok(lines.includes('>>> accepted = int(input("what wchar said: "))'))
  t.ok(lines.includes('>>> while len(data) < accepted + 5:'))
})

void t.test('a job that is not the last one is named', async t => {
  const { typed } = await shown(async ({ guest, port }) => {
    const first = await guest.start`cat ${port}`
    await guest.start`seq 9 > ${port}`
    await first.kill()
  })
  t.match(typed, "# kill -KILL %?'cat /dev/virtio-ports/test0'")
})

void t.test('the script kills it by its name, and reads so much', async t => {
  const { script } = await shown(async ({ host, guest, port }) => {
    const peer = await host.open()
    const writer = await guest.start`seq 9 > ${port}`
    await writer.kill()
    await peer.drain(all)
  })
  t.match(script, /^guest_kills job1 'all=\n/m)
  t.match(script, 'watch /dev/virtio-ports/test0 0.1 $pid')
  t.match(script, 'while len(data) < accepted + 5:')
})

void t.test('a job on a further port has its own port, and its own number of bytes', async t => {
  const { typed, script } = await shown(
    async ({ guest, beside }) => {
      const { host, port } = beside('other')
      const peer = await host.open()
      const writer = await guest.start`seq 9 > ${port}`
      await writer.kill()
      await peer.drain(all)
    },
    chardev,
    { other },
  )
  t.match(typed, '>>> other_accepted = int(input("what wchar said: "))')
  t.match(typed, '>>> while len(other_data) < other_accepted + 5:')
  t.match(script, "guest_starts 'seq 9 > /dev/virtio-ports/other' /dev/virtio-ports/other")
  t.match(script, '/usr/lib/chardev-fc/watch /dev/virtio-ports/other 0.1 $pid')
  t.match(script, "kill -KILL $all' other_accepted")
  t.match(script, 'while len(other_data) < other_accepted + 5:')
})
