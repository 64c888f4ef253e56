import t from 'tap'
import { ringbuf } from '../../backends/ringbuf.ts'
import { TypedHosts } from '../face/typed-hosts.ts'
import { shown } from '../shown.fixture.ts'

const conversation = `>>> import json, socket
>>> qmp = socket.socket(socket.AF_UNIX)
>>> qmp.connect("PATH")
>>> qmp = qmp.makefile("rw")
>>> def ask(command, **arguments):
...     print(json.dumps({"execute": command, "arguments": arguments}), file=qmp, flush=True)
...     said = next(said for said in map(json.loads, qmp) if "return" in said or "error" in said)
...     assert "return" in said, said["error"]["desc"]
...     return said["return"]
...
>>> ask("qmp_capabilities")`

void t.test('a person types it into python3, and begins the conversation with QEMU once', async t => {
  const { typed } = await shown(async ({ qemu }) => {
    await qemu.qmp('query-chardev')
    await qemu.qmp('chardev-send-break', { id: qemu.chardev })
  })
  const lines = `$ python3
${conversation.replace('PATH', '/tmp/foo-qmp')}
>>> ask("query-chardev")
>>> ask("chardev-send-break", **{"id": "foo"})`
  t.equal(typed, `\nOn the host:\n\n${lines.replaceAll(/^/gm, '    ')}`)
})

void t.test('the script lets its host do the same', async t => {
  const { script } = await shown(({ qemu }) => qemu.qmp('qom-get', { path: qemu.device, property: 'type' }))
  const lines = conversation.replace('PATH', '$DIR/qmp').replaceAll(/^(>>>|\.\.\.) ?/gm, '')
  t.equal(
    script,
    `
step 'The host lets QEMU execute qom-get'
host << EOF
${lines}
ask("qom-get", **{"path": "test0", "property": "type"})
EOF`,
  )
})

void t.test('values are Python, with names of arguments that Python does not have', async t => {
  const { typed } = await shown(({ qemu }) =>
    qemu.qmp('x', { 'command-line': 'info "qtree"', on: true, off: false, no: null, list: [1, { a: 'b' }] }),
  )
  t.equal(
    typed.split('\n').at(-1)?.trim(),
    '>>> ask("x", **{"command-line": "info \\"qtree\\"", "on": True, "off": False, "no": None, "list": [1, {"a": "b"}]})',
  )
})

void t.test('a host that reads when QEMU is asked reads on; one that does not does not begin to', async t => {
  const readsOn = (text: string) => text.split('\n').filter(line => line === 'host_reads_on').length
  const reads = await shown(async ({ host, guest, qemu }) => {
    const peer = await host.open()
    await peer.drain('4 B')
    await guest.run`true`
    await qemu.qmp('query-status')
  })
  t.ok(reads.script.endsWith('\nEOF\nhost_reads_on'), reads.script)
  t.equal(readsOn(reads.script), 1)
  const idles = await shown(async ({ host, qemu }) => {
    await host.open()
    await qemu.qmp('query-status')
  })
  t.equal(readsOn(idles.script), 0)
})

void t.test('a chardev whose opening asks QEMU, too, has the same conversation', t => {
  const hosts = new TypedHosts({ path: () => 'PATH', port: 1 }, { version: '7.2.22', hasReconnectMs: false })
  hosts.add('', ringbuf(), 'foo')
  const host = hosts.of('')
  t.equal(host.conversation().join('\n'), `$ python3\n${conversation}`)
  t.equal(host.open().opened[0], '>>> import base64, time')
  t.same(host.conversation(), [])
  t.end()
})

void t.test('what is no JSON is refused on paper', async t => {
  for (const wrong of [
    ['query-block', [1]],
    ['x', null],
    ['x', { at: new Date() }],
    ['x', { v: 1 / 0 }],
    ['x', 'y'],
    [undefined],
  ])
    await t.rejects(
      shown(async ({ qemu }) => qemu.qmp(...(wrong as [string]))),
      { name: 'UsageError', message: /expected the name of a QMP command/ },
      JSON.stringify(wrong),
    )
})
