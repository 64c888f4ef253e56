import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { fateOf, isAbandoned, type Owner, ourselves, ownerIn, ownerName, userOf } from './owner.ts'
import { inNamespace, noNamespace } from './pid-namespace.fixture.ts'

const we = ourselves()
const elsewhere: Owner = { ...we, bootId: '00000000-1111-2222-3333-444444444444' }
const inContainer: Owner = { ...we, pidNamespace: '1' }
const dayMs = 24 * 60 * 60 * 1000

void t.test('a process is told from an earlier one with its pid', async t => {
  t.equal(fateOf(we, '/'), 'lives')
  t.equal(fateOf({ ...we, startTime: '1' }, '/'), 'dead')
  const child = spawn('sleep', ['60'])
  const owner = { ...we, pid: child.pid ?? 0 }
  child.kill('SIGKILL')
  await once(child, 'exit')
  t.equal(fateOf(owner, '/'), 'dead')
})

void t.test(
  'an owner before a reboot is dead, unless the folder may be shared with another host',
  async t => {
    const folder = t.testdir({ sub: {} })
    const soon = Date.now() + 1000
    t.equal(fateOf(elsewhere, folder, soon), 'dead')
    t.equal(
      isAbandoned(elsewhere, folder),
      false,
      'it has changed since: another host may see this disk, too',
    )
    const journal = join(folder, 'sub', 'journal.jsonl')
    writeFileSync(journal, '')
    // The folder may change a clock tick later than the file that is made in it.
    const changedMs = Math.max(...[journal, dirname(journal)].map(path => statSync(path).ctimeMs))
    t.equal(fateOf(elsewhere, folder, changedMs + 1), 'dead')
    t.equal(fateOf(elsewhere, folder, changedMs), 'unseen')
    // No file system of a disk either.
    t.equal(fateOf(elsewhere, '/proc/self/fdinfo', Number.POSITIVE_INFINITY), 'unseen')
  },
)

void t.test('a pid of another namespace says nothing', async t => {
  t.equal(fateOf(inContainer, '/'), 'unseen')
  const { pidNamespace: _, ...old } = we
  t.equal(fateOf(old, '/'), 'unseen', 'recorded by 0.1.0')
})

void t.test('what a real process in another pid namespace sees', { skip: noNamespace }, async t => {
  const module = import.meta.url.replace(/\.test(\.[jt]s)$/, '$1')
  const text = `import { fateOf, ourselves } from '${module}'
    const fate = fateOf(${JSON.stringify(we)}, '/')
    console.log(JSON.stringify({ we: ourselves(), own: fateOf(ourselves(), '/'), fate }))`
  const [file, ...args] = inNamespace([process.execPath, '--input-type=module', '-e', text])
  const seen = JSON.parse(execFileSync(file, args, { encoding: 'utf8' }))
  t.match(seen, { fate: 'unseen', own: 'lives', we: { bootId: we.bootId } })
  t.not(seen.we.pidNamespace, we.pidNamespace)
})

void t.test('a folder of an unseen owner is abandoned a day after its last change', async t => {
  const folder = t.testdir({ sub: { file: '' } })
  const soon = Date.now() + dayMs - 60_000
  const late = Date.now() + dayMs + 60_000
  for (const owner of [inContainer, null]) {
    t.equal(isAbandoned(owner, folder, soon), false)
    t.equal(isAbandoned(owner, folder, late), true)
  }
  t.equal(isAbandoned(we, folder, late), false, 'it lives')
  t.equal(isAbandoned({ ...we, startTime: '1' }, folder), true, 'it is dead')
})

void t.test('who uses a locked folder', async t => {
  const folder = t.testdir()
  const file = join(folder, 'owner.json')
  t.equal(userOf(we, folder, file), `process ${process.pid}`)
  t.match(userOf(inContainer, folder, file), /in another container or on another host.*remove .*owner\.json/)
  t.equal(userOf({ ...we, startTime: '1' }, folder, file), null)
  t.equal(userOf(null, folder, file), null)
})

void t.test('an owner as a name', async t => {
  t.same(ownerIn(`${ownerName(we)}.rest`), we)
  for (const name of ['', 'unix-server-Ab12Cd', ownerName(we), '3bd3e1fb-4026531836.1.2.aaaa'])
    t.equal(ownerIn(name), null)
})
