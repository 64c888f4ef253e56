import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { InfraError } from '../../src/model/errors.ts'
import type { ProgressEvent } from '../../src/model/progress-event.ts'
import { sha256Of, unpackDebs } from './deb-packages.ts'
import { run } from './shell.ts'

async function build(root: string, name: string): Promise<string> {
  const deb = join(root, `${name}.deb`)
  const { code, stderr } = await run(['dpkg-deb', '--root-owner-group', '-b', join(root, name), deb])
  if (code !== 0) throw new Error(stderr)
  return deb
}

const control = (name: string) =>
  `Package: ${name}\nVersion: 1:2.0-3\nArchitecture: amd64\nMaintainer: a <a@example.org>\nDescription: a\n`

const skip = (await run(['dpkg-deb', '--version']).catch(() => undefined)) === undefined && 'no dpkg-deb'

void t.test('packages are unpacked into one folder, told by name, and gone', { skip }, async t => {
  const root = t.testdir({
    b: { DEBIAN: { control: control('b') }, usr: { bin: { b: 'program' } } },
    a: { DEBIAN: { control: control('a') }, usr: { share: { a: 'data' } } },
  })
  const debs = [await build(root, 'b'), await build(root, 'a')]
  const sums = await Promise.all(debs.map(sha256Of))
  const words: ProgressEvent[] = []
  const packed = await unpackDebs({ debs, tree: join(root, 'tree'), onProgress: word => words.push(word) })
  t.same(packed, [
    { name: 'a', version: '1:2.0-3', sha256: sums[1] },
    { name: 'b', version: '1:2.0-3', sha256: sums[0] },
  ])
  for (const path of ['usr/bin/b', 'usr/share/a']) t.ok(existsSync(join(root, 'tree', path)), path)
  t.notOk(debs.some(existsSync))
  const last = words.at(-1)
  t.ok(
    typeof last === 'object' && 'done' in last && last.done === last.total && last.total > 100,
    'progress is in bytes',
  )
})

void t.test('a package cut short is one line', { skip }, async t => {
  const deb = join(t.testdir(), 'half.deb')
  writeFileSync(deb, '!<arch>\ndebian-binary   ')
  const unpacking = unpackDebs({
    debs: [deb],
    tree: join(t.testdirName, 'tree'),
    onProgress: () => undefined,
  })
  await t.rejects(unpacking, { constructor: InfraError, message: /^cannot unpack [^\n]*$/ })
})
