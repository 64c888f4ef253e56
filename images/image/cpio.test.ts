import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import t from 'tap'
import { type CpioEntry, writeCpio } from './cpio.ts'

const entries: CpioEntry[] = [
  { kind: 'directory', path: 'etc', mode: 0o755 },
  { kind: 'file', path: 'etc/odd', mode: 0o600, content: Buffer.from('12345') },
  { kind: 'link', path: 'sh', target: 'bin/busybox' },
  { kind: 'character', path: 'console', mode: 0o600, major: 5, minor: 1 },
]

void t.test(
  'same entries in any order make the same bytes, padded so that another archive may follow',
  async t => {
    const sum = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
    const archive = writeCpio(entries)
    t.equal(sum(writeCpio([...entries].reverse())), sum(archive))
    t.equal(archive.length % 512, 0)
  },
)

void t.test('the header of a file is what the kernel documents', async t => {
  const text = writeCpio(entries).toString('latin1')
  const at = text.indexOf('etc/odd') - 110
  t.equal(text.slice(at, at + 6), '070701')
  t.equal(text.slice(at + 14, at + 22), '00008180', 'a regular file of mode 600')
  t.equal(text.slice(at + 54, at + 62), '00000005', 'its size')
  t.equal(text.slice(at + 46, at + 54), '00000000', 'no time')
  t.equal(text.slice(at + 94, at + 102), '00000008', 'its name with the NUL')
})

void t.test('cpio reads it', async t => {
  const listed = execFileSync('cpio', ['-t', '--quiet'], { input: writeCpio(entries), encoding: 'utf8' })
  t.same(listed.trimEnd().split('\n'), ['console', 'etc', 'etc/odd', 'sh'])
})

void t.test('what the kernel would silently leave out is refused', async t => {
  t.throws(
    () => writeCpio([{ kind: 'file', path: 'no/folder', mode: 0o600, content: Buffer.alloc(0) }]),
    /folder/,
  )
  t.throws(() => writeCpio([...entries, { kind: 'directory', path: 'etc', mode: 0o700 }]), /two/)
})
