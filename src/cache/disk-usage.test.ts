import { ftruncateSync, openSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { diskUsage } from './disk-usage.ts'

void t.test('counts what is on the disk, not what a hole or a link pretends', async t => {
  const folder = t.testdir({ below: { file: '' } })
  const empty = await diskUsage(folder)
  ftruncateSync(openSync(join(folder, 'below', 'sparse'), 'w'), 1024 ** 3)
  symlinkSync('/usr', join(folder, 'link'))
  t.ok((await diskUsage(folder)) - empty < 1024 ** 2)
  writeFileSync(join(folder, 'below', 'file'), Buffer.alloc(4 * 1024 ** 2, 1))
  t.ok((await diskUsage(folder)) - empty >= 4 * 1024 ** 2)
})

void t.test('what does not exist takes nothing', async t => {
  t.equal(await diskUsage(join(t.testdir(), 'nothing')), 0)
})
