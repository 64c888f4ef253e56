import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import t, { type Test } from 'tap'
import { InfraError, UsageError } from '../../src/model/errors.ts'
import { content, described, head, initrd, kernel, manifest, tarred, tool } from './archive.fixture.ts'
import { exportImage } from './export-image.ts'
import { manifestText } from './image-archive.ts'
import { verifyImage } from './image-folder.ts'
import { importImage } from './import-image.ts'

function folder(t: Test) {
  const dir = t.testdir({ 'debian-x': { ...content, 'manifest.json': manifestText(manifest) } })
  return { dir, file: join(dir, 'x.tar.gz'), cache: join(dir, 'cache') }
}

void t.test('what is imported is what was exported, to the byte, and the same each time', async t => {
  const { dir, file, cache } = folder(t)
  const image = await verifyImage(join(dir, 'debian-x'))
  await exportImage({ image, file, tool })
  const first = readFileSync(file)
  writeFileSync(file, 'an older one')
  await exportImage({ image, file, tool })
  t.ok(readFileSync(file).equals(first), 'replaced by the same bytes')
  for (const time of ['first', 'again']) {
    const brought = await importImage({ cache, file, tool })
    t.same(brought.manifest, manifest, time)
    for (const name of ['manifest.json', 'vmlinuz', 'initrd']) {
      t.ok(readFileSync(join(brought.dir, name)).equals(readFileSync(join(image.dir, name))), name)
    }
  }
  t.same(readdirSync(join(cache, 'tmp')), [])
  t.same(readdirSync(dir).sort(), ['cache', 'debian-x', 'x.tar.gz'], 'no part of a file is left')
})

void t.test('an image that is not its manifest is not exported', async t => {
  const { dir, file } = folder(t)
  const image = await verifyImage(join(dir, 'debian-x'))
  writeFileSync(image.initrd, 'AN INITRAMFS')
  writeFileSync(file, 'an older one')
  await t.rejects(exportImage({ image, file, tool }), { constructor: InfraError, message: /changed while/ })
  t.equal(readFileSync(file, 'utf8'), 'an older one', 'what was there is there')
  await t.rejects(exportImage({ image, file: dir, tool }), {
    constructor: UsageError,
    message: /is a folder/,
  })
  const nowhere = join(dir, 'no', 'x.tar.gz')
  await t.rejects(exportImage({ image, file: nowhere, tool }), { constructor: UsageError, message: /ENOENT/ })
  t.same(readdirSync(dir).sort(), ['debian-x', 'x.tar.gz'])
})

const other = Buffer.from('a kerneX')
const long = Buffer.from('a kernel of another length')
const bad: readonly [string, RegExp, () => Promise<Buffer> | Buffer][] = [
  ['empty', /is truncated/, () => Buffer.alloc(0)],
  [
    'no gzip',
    /is not an exported guest image, or is damaged \(incorrect header check\)/,
    () => Buffer.from('text'),
  ],
  ['no tar', /is not a gzipped tar/, () => gzipSync(Buffer.alloc(2048, 'x'))],
  ['cut short', /is truncated/, async () => (await tarred(head(), kernel, initrd)).subarray(0, -20)],
  [
    'a tar cut short',
    /is truncated/,
    async () => gzipSync(gunzipSync(await tarred(head(), kernel)).subarray(0, 700)),
  ],
  ['no manifest', /holds "debian-x\/vmlinuz"/, () => tarred(kernel, initrd)],
  [
    'another program',
    /contains no guest image/,
    () => tarred([{ name: 'a/manifest.json' }, '{"layers":[]}']),
  ],
  ['no JSON', /contains no guest image/, () => tarred([{ name: 'a/manifest.json' }, '{'])],
  [
    'another schema',
    /is of schema 2, made by chardev-fc 9, and this chardev-fc 0.1.0 reads schema 1/,
    () => tarred(head({ schema: 2, tool: 'chardev-fc 9' })),
  ],
  [
    'another recipe',
    /another version \(chardev-fc 0.1.0\) built/,
    () => tarred(head({ recipe: 'ab' }), kernel),
  ],
  ['a terminal escape', /not written by image export/, () => tarred(head({ kernelVersion: '\u001b[2J' }))],
  ['a name that leads out', /not written by image export/, () => tarred(head({ name: '../../identity' }))],
  ['a hidden name', /not written by image export/, () => tarred(head({ name: '.x' }))],
  [
    'a giant by its manifest',
    /not written by image export/,
    () => tarred(head({ files: { ...manifest.files, initrd: { ...described(other), bytes: 1e12 } } })),
  ],
  ['another folder', /of another image/, () => tarred([{ name: 'y/manifest.json' }, head()[1]])],
  [
    'a way out',
    /holds "debian-x\/\.\.\/initrd"/,
    () => tarred(head(), kernel, [{ name: 'debian-x/../initrd' }, '']),
  ],
  [
    'a neighbour',
    /holds "other\/vmlinuz"/,
    () => tarred(head(), [{ name: 'other/vmlinuz' }, content.vmlinuz]),
  ],
  [
    'a link',
    /holds "debian-x\/vmlinuz" \(symlink\)/,
    () => tarred(head(), [{ name: 'debian-x/vmlinuz', type: 'symlink', linkname: '/etc/passwd' }, '']),
  ],
  ['an escape in a name', /holds "\\u001b\[2J\?"/, () => tarred([{ name: '\u001b[2J\u009b' }, ''])],
  [
    'another sum',
    /is damaged: a SHA-256/,
    () => tarred(head(), [{ name: 'debian-x/vmlinuz' }, other], initrd),
  ],
  [
    'another length',
    /has another vmlinuz/,
    () => tarred(head(), [{ name: 'debian-x/vmlinuz' }, long], initrd),
  ],
  ['a file less', /does not contain a complete guest image/, () => tarred(head(), kernel)],
  [
    'a file more',
    /holds "debian-x\/keys"/,
    () => tarred(head(), kernel, initrd, [{ name: 'debian-x/keys' }, 'k']),
  ],
  [
    'a bomb',
    /unpacks to more than/,
    () => tarred([{ name: 'a/manifest.json' }, Buffer.alloc(4 * 1024 ** 2)]),
  ],
  [
    'a bomb behind',
    /unpacks to more/,
    async () => Buffer.concat([await tarred(head(), kernel, initrd), gzipSync(Buffer.alloc(64 * 1024 ** 2))]),
  ],
  [
    'a giant name',
    /unpacks to more than/,
    () => tarred([{ name: 'n', pax: { path: 'p'.repeat(2 ** 22) } } as never, '']),
  ],
]

void t.test('a file that is no whole export of this version is one line, and brings nothing', async t => {
  const { file, cache } = folder(t)
  for (const [what, message, made] of bad) {
    writeFileSync(file, await made())
    await t.rejects(importImage({ cache, file, tool }), { constructor: UsageError, message }, what)
    await importImage({ cache, file, tool }).catch(({ message: text }: Error) => {
      t.ok(text.startsWith(`${file} `) && !text.includes('\n'), `one line that names the file: ${text}`)
    })
  }
  t.same(readdirSync(cache), ['tmp'], 'no image')
  t.same(readdirSync(join(cache, 'tmp')), [], 'nothing half imported')
})

void t.test('a bad file leaves the image that is there', async t => {
  const { file, cache } = folder(t)
  writeFileSync(file, await tarred(head(), kernel, initrd))
  const { dir } = await importImage({ cache, file, tool })
  writeFileSync(file, await tarred(head(), kernel))
  await t.rejects(importImage({ cache, file, tool }), {
    constructor: UsageError,
    message: /does not contain a complete guest/,
  })
  t.equal((await verifyImage(dir)).name, 'debian-x')
  for (const [path, message] of [
    [dir, /is a folder/],
    [join(dir, 'none'), /ENOENT/],
  ] as const) {
    await t.rejects(importImage({ cache, file: path, tool }), { constructor: UsageError, message })
  }
  const stop = AbortSignal.abort(new Error('interrupted'))
  writeFileSync(file, await tarred(head(), kernel, initrd))
  await t.rejects(importImage({ cache, file, tool, signal: stop }), { message: 'interrupted' })
})
