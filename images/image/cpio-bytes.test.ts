import t from 'tap'
import { writeCpio } from './cpio.ts'

const zero = '00000000'

/** A newc header: inode, mode, uid, gid, links, time, size, device, special device, name's length, checksum. */
function header(inode: string, mode: string, size: string, name: string) {
  return ['070701', inode, mode, zero, zero, '00000001', zero, size, zero, zero, zero, zero, name, zero].join(
    '',
  )
}

void t.test('an archive is the bytes that the format asks for', async t => {
  const archive = writeCpio([{ kind: 'file', path: 'a', mode: 0o640, content: Buffer.from('hello') }])
  const parts = [
    `${header('00000001', '000081a0', '00000005', '00000002')}a\0`,
    'hello\0\0\0',
    `${header(zero, zero, zero, '0000000b')}TRAILER!!!\0\0\0\0`,
  ]
  t.equal(archive.toString('latin1'), parts.join('').padEnd(512, '\0'))
})

void t.test('a name of several bytes a letter is counted in bytes', async t => {
  const archive = writeCpio([{ kind: 'file', path: 'ä', mode: 0o644, content: Buffer.alloc(0) }])
  t.equal(archive.toString('utf8', 94, 102), '00000003')
  t.equal(archive.toString('utf8', 110, 113), 'ä\0')
})

void t.test('a folder comes before what is in it, whatever sorts between them', async t => {
  const paths = ['a', 'a-b', 'a/c']
  const directories = paths.toReversed().map(path => ({ kind: 'directory', path, mode: 0o755 }) as const)
  const text = writeCpio(directories).toString('latin1')
  t.same(
    [...text.matchAll(/(?<=[0-9a-f]{104})(a[^\0]*)\0/g)].map(([, path]) => path),
    paths,
  )
})
