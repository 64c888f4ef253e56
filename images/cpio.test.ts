import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type CpioEntry, writeCpio } from './cpio.ts'
import { run } from './shell.ts'

const entries: CpioEntry[] = [
  { kind: 'file', path: 'etc/motd', mode: 0o644, content: Buffer.from('hello') },
  { kind: 'directory', path: 'etc', mode: 0o755 },
  { kind: 'link', path: 'sbin', target: 'bin' },
  { kind: 'character', path: 'console', mode: 0o600, major: 5, minor: 1 },
]

void t.test('an archive is the bytes that the format asks for', async t => {
  const archive = writeCpio([{ kind: 'file', path: 'a', mode: 0o640, content: Buffer.from('hello') }])
  const zero = '00000000'
  const file = ['070701', '00000001', '000081a0', zero, zero, '00000001', zero, '00000005']
  const end = ['070701', zero, zero, zero, zero, '00000001', zero, zero]
  const expected = [
    [...file, zero, zero, zero, zero, '00000002', zero].join(''),
    'a\0hello\0\0\0',
    [...end, zero, zero, zero, zero, '0000000b', zero].join(''),
    'TRAILER!!!\0\0\0\0',
  ].join('')
  t.equal(archive.toString('latin1').replace(/\0+$/, ''), expected.replace(/\0+$/, ''))
  t.equal(archive.length, 512)
})

void t.test('the order in which entries are given does not matter', async t => {
  t.ok(writeCpio(entries).equals(writeCpio([...entries].reverse())))
})

void t.test('archives can follow each other', async t => {
  const archive = writeCpio(entries)
  t.equal(archive.length % 512, 0)
})

void t.test('what the kernel would leave out or take twice is refused', async t => {
  const file = { kind: 'file', mode: 0o644, content: Buffer.alloc(0) } as const
  t.throws(() => writeCpio([{ ...file, path: 'etc/motd' }]), /folder of etc\/motd/)
  t.throws(() => writeCpio([file, file].map(f => ({ ...f, path: 'a' }))), /two cpio entries/)
})

void t.test('cpio reads it', async t => {
  const path = join(t.testdir(), 'archive')
  writeFileSync(path, writeCpio(entries))
  const listed = await run(['cpio', '--quiet', '-itvn', '-F', path]).catch(() => undefined)
  if (listed === undefined) return t.pass('no cpio on this machine')
  const lines = listed.stdout.trim().split('\n')
  t.equal(listed.stderr, '')
  t.equal(lines.length, 4)
  t.match(lines[0], /^crw------- +1 0 +0 +5, +1 .* console$/)
  t.match(lines[1], /^drwxr-xr-x +2 0 +0 .* etc$/)
  t.match(lines[2], /^-rw-r--r-- +1 0 +0 +5 .* etc\/motd$/)
  t.match(lines[3], /^lrwxrwxrwx .* sbin -> bin$/)
})
