import { existsSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { place } from './host-end/place.fixture.ts'
import { hub } from './hub.ts'
import { logged } from './logged.ts'
import { tls } from './tls.ts'
import { unix } from './unix.ts'
import { wss } from './wss.ts'

const target = { version: '7.2.0', hasReconnectMs: false }
const odd = { path: (name: string) => `/tmp/a,b/${name}`, port: 0 }

void t.test('QEMU logs the chardev of the case, and no object and no socket of a hub', async t => {
  t.equal(
    logged(unix({ server: true })).options(odd, 'c', target)[1],
    'socket,path=/tmp/a,,b/chardev,server=on,wait=off,id=c,logfile=/tmp/a,,b/log',
  )
  for (const of of [tls(), hub('unix')]) {
    const words = logged(of)
      .options(odd, 'c', target)
      .filter(word => word.includes(',logfile='))
    t.equal(words.length, 1, of.name)
    t.match(words[0], /\bid=c,/, of.name)
  }
})

void t.test('it needs the later of two versions', async t => {
  t.equal(logged(unix({ server: true })).since, '2.6.0')
  t.equal(logged(unix({ server: false, reconnect: true })).since, '2.6.0')
  t.equal(logged(wss()).since, '3.1.0')
})

void t.test('the log goes with the host side', async t => {
  const where = place(t)
  const side = await logged(unix({ server: true })).prepare(where)
  t.equal(side.log, where.path('log'))
  writeFileSync(where.path('log'), 'foo')
  await side.close()
  t.notOk(existsSync(where.path('log')))
})
