import { appendFileSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { file } from './file.ts'
import { opening } from './host-end/opening.fixture.ts'
import { place } from './host-end/place.fixture.ts'

void t.test('a file is followed as it grows, once the host reads', async t => {
  const where = place(t)
  const side = await file().prepare(where)
  writeFileSync(where.path('chardev'), 'one ')
  const end = await side.open(opening())
  let ended = false
  end.onEnd(() => {
    ended = true
  })
  const chunks: Buffer[] = []
  const read = () => Buffer.concat(chunks).toString()
  await delay(20)
  t.equal(read(), '')
  end.read(chunk => chunks.push(chunk))
  while (read() !== 'one ') await delay(2)
  appendFileSync(where.path('chardev'), 'two ')
  while (read() !== 'one two ') await delay(2)
  end.pause()
  appendFileSync(where.path('chardev'), 'three')
  await delay(20)
  t.equal(read(), 'one two ')
  end.read(chunk => chunks.push(chunk))
  while (read() !== 'one two three') await delay(2)
  t.equal(ended, false, 'nothing more to read is no end')
  await t.rejects(end.write(Buffer.from('x')), { name: 'UsageError', message: /only reads/ })
  end.close()
  await side.close()
})

void t.test('a host that opens a file before QEMU has made it is told so', async t => {
  const side = await file().prepare(place(t))
  await t.rejects(async () => side.open(opening()), { code: 'ENOENT' })
})
