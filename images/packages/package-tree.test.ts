import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { dynamicFile } from './elf.fixture.ts'
import { openTree } from './package-tree.ts'

function tree(t: { testdir(): string }, files: Readonly<Record<string, Buffer | string>>) {
  const root = t.testdir()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    if (typeof content === 'string') symlinkSync(content, join(root, path))
    else writeFileSync(join(root, path), content)
  }
  return root
}

void t.test('links are followed inside the tree, absolute ones and those of a merged /usr too', async t => {
  const root = tree(t, {
    'lib/x86_64-linux-gnu/ld-2.31.so': Buffer.from('loader'),
    // As bullseye has it.
    'lib64/ld-linux-x86-64.so.2': '/lib/x86_64-linux-gnu/ld-2.31.so',
    'usr/lib/modules/6.12/vmlinuz': Buffer.from('kernel'),
    'usr/share/loop': 'loop',
  })
  const { find } = await openTree(root)
  t.equal(await find('lib64/ld-linux-x86-64.so.2'), join(root, 'lib/x86_64-linux-gnu/ld-2.31.so'))
  t.equal(await find('usr/share/loop'), undefined)
  t.equal(await find('bin/sh'), undefined)
  t.equal(await find('../../etc/passwd'), undefined)
})

void t.test('a release with everything below /usr', async t => {
  const root = tree(t, {
    'usr/lib/x86_64-linux-gnu/libc.so.6': Buffer.from(''),
    'usr/lib64/ld.so': '../../lib/x86_64-linux-gnu/libc.so.6',
  })
  const { find } = await openTree(root)
  const libc = join(root, 'usr/lib/x86_64-linux-gnu/libc.so.6')
  t.equal(await find('lib/x86_64-linux-gnu/libc.so.6'), libc)
  t.equal(await find('usr/lib64/ld.so'), libc)
})

void t.test('libraries are found with the libraries they need, and the missing are named', async t => {
  const lib = 'usr/lib/x86_64-linux-gnu'
  const root = tree(t, {
    'usr/bin/qemu': dynamicFile('liba.so.1', 'libgone.so.3'),
    [`${lib}/liba.so.1`]: 'liba.so.1.2.3',
    [`${lib}/liba.so.1.2.3`]: dynamicFile('libb.so', 'libc.so.6'),
    [`${lib}/private/libb.so`]: dynamicFile('liba.so.1'),
    [`${lib}/libc.so.6`]: dynamicFile(),
    [`${lib}/unrelated.so`]: dynamicFile(),
  })
  const { libraries } = await openTree(root)
  const { found, missing } = await libraries([join(root, 'usr/bin/qemu')])
  t.same(Object.fromEntries(found), {
    'liba.so.1': join(root, lib, 'liba.so.1.2.3'),
    'libb.so': join(root, lib, 'private/libb.so'),
    'libc.so.6': join(root, lib, 'libc.so.6'),
  })
  t.same(missing, ['libgone.so.3'])
})
