import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { unix } from '../unix.ts'
import { opening } from './opening.fixture.ts'

void t.test('a host that listens anew at each opening, and only then', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'cfc-anew-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'chardev')
  const side = await unix({ server: false, reconnect: true }).prepare({ path: () => path, port: 0 })
  t.notOk(existsSync(path), 'nobody listens yet')
  for (const line of ['foo\n', 'bar\n']) {
    const opened = side.open(opening())
    while (!existsSync(path)) await delay(5)
    const qemu = connect(path)
    qemu.write(line)
    const end = await opened
    await delay(50)
    t.notOk(existsSync(path), 'nobody listens any more')
    const read = new Promise<string>(resolve => end.read(chunk => resolve(chunk.toString())))
    t.equal(await read, line)
    end.close()
    qemu.destroy()
  }
  await t.rejects(side.open({ ...opening(), signal: AbortSignal.timeout(50) }), { name: 'TimeoutError' })
  await delay(50)
  t.notOk(existsSync(path))
  await side.close()
})

void t.test('QEMU is told to reconnect in the words that it has', async t => {
  const place = { path: (name: string) => `/tmp/${name}`, port: 0 }
  const option = (hasReconnectMs: boolean) =>
    unix({ server: false, reconnect: true }).options(place, 'c', { version: '7.2.0', hasReconnectMs })[1]
  t.equal(option(false), 'socket,path=/tmp/chardev,reconnect=1,id=c')
  t.equal(option(true), 'socket,path=/tmp/chardev,reconnect-ms=100,id=c')
})
