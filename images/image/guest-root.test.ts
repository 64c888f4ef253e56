import { createHash } from 'node:crypto'
import { chmodSync, cpSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { dynamicFile, kernelModule } from '../packages/elf.fixture.ts'
import { openTree } from '../packages/package-tree.ts'
import { writeCpio } from './cpio.ts'
import { guestRoot } from './guest-root.ts'

/** The least that packages bring; busybox must run, because it lists its own applets. */
const packages = {
  bin: { busybox: '#!/bin/sh\nprintf "sh\\ndd\\nmount\\nbusybox\\n"\n', dd: dynamicFile() },
  usr: {
    sbin: { dropbear: dynamicFile('libz.so.1', 'ld-linux-x86-64.so.2') },
    bin: { outb: dynamicFile(), inb: dynamicFile(), multitee: dynamicFile() },
    lib: { 'x86_64-linux-gnu': { 'libz.so.1': dynamicFile(), 'ld-linux-x86-64.so.2': dynamicFile() } },
  },
}

async function pack(root: string) {
  chmodSync(join(root, 'bin/busybox'), 0o755)
  const entries = await guestRoot(await openTree(root), [{ name: 'virtio_net', content: kernelModule() }])
  return { entries, sha256: createHash('sha256').update(writeCpio(entries)).digest('hex') }
}

void t.test('the same packages make the same bytes, elsewhere and at another time', async t => {
  const one = t.testdir({ packages })
  cpSync(join(one, 'packages'), join(one, 'copy'), { recursive: true })
  const first = await pack(join(one, 'packages'))
  t.equal((await pack(join(one, 'copy'))).sha256, first.sha256)
})

void t.test('it holds an init, applets as links, libraries and modules, and no keys', async t => {
  const { entries } = await pack(t.testdir(packages))
  const at = (path: string) => entries.find(entry => entry.path === path)
  t.match(at('init'), { kind: 'file', mode: 0o755 })
  t.match(at('etc/passwd'), { kind: 'file', mode: 0o644 })
  t.match(at('usr/lib/chardev-fc/watch'), { kind: 'file', mode: 0o755 })
  t.match(at('bin/mount'), { kind: 'link', target: 'busybox' })
  t.match(at('bin/busybox'), { kind: 'file' })
  t.match(at('bin/dd'), { kind: 'link', target: 'busybox' })
  t.match(at('usr/bin/dd'), { kind: 'file', mode: 0o755 }, "GNU's, by its path alone")
  t.match(at('usr/bin/mount'), { kind: 'link', target: '../../bin/busybox' })
  t.match(at('lib/x86_64-linux-gnu/libz.so.1'), { kind: 'file' })
  t.match(at('lib64/ld-linux-x86-64.so.2'), { kind: 'file', mode: 0o755 })
  t.same(at('lib/modules/load-order'), {
    kind: 'file',
    path: 'lib/modules/load-order',
    mode: 0o644,
    content: Buffer.from('virtio_net.ko\n'),
  })
  t.notOk(entries.some(({ path }) => /host_key|authorized|\.ssh/.test(path)))
})
