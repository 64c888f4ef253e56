import { lchownSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { getuid } from 'node:process'
import t from 'tap'
import { refuseForeignLinks } from './foreign-link.ts'

const home = t.testdir({ ours: { 'a.txt': '' } })
for (const name of ['mine', 'theirs']) symlinkSync(join(home, 'ours'), join(home, name))

void t.test('our own links are followed, and what is not there yet is free', async t => {
  for (const path of ['mine/a.txt', 'mine/none/none', 'none'])
    t.doesNotThrow(() => refuseForeignLinks(join(home, path)))
  t.doesNotThrow(() => refuseForeignLinks('/proc/self/fd/0'))
})

const isRoot = getuid?.() === 0
void t.test('the link of another user', { skip: !isRoot && 'only root can make one' }, async t => {
  lchownSync(join(home, 'theirs'), 12_345, 12_345)
  for (const path of ['theirs', 'theirs/a.txt', 'theirs/none'])
    t.throws(
      () => refuseForeignLinks(join(home, path)),
      /\/theirs is a symbolic link of another user \(uid 12345\): choose another path/,
    )
})
