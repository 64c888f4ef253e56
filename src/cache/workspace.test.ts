import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { type Owner, ourselves, ownerName } from './owner.ts'
import { publish, withWorkspace } from './workspace.ts'

void t.test('a workspace is always removed', async t => {
  const cache = t.testdir()
  await t.rejects(
    withWorkspace(cache, async dir => {
      writeFileSync(join(dir, 'half'), '')
      throw new Error('trouble')
    }),
    /trouble/,
  )
  t.same(readdirSync(join(cache, 'tmp')), [])
})

void t.test('folders of dead processes are removed, those of running and foreign ones are not', async t => {
  const cache = t.testdir()
  await withWorkspace(cache, async mine => {
    const leftover = (owner: Partial<Owner>) => {
      const name = join(cache, 'tmp', `${ownerName({ ...ourselves(), ...owner })}.aaaa`)
      mkdirSync(name)
      return name
    }
    const dead = leftover({ startTime: '1' })
    const onAnotherHost = leftover({ bootId: '00000000-1111-2222-3333-444444444444' })
    const foreign = leftover({ pidNamespace: '1' })
    await withWorkspace(cache, async () => undefined)
    t.notOk(existsSync(dead), 'same pid, other start time: the pid was given out again')
    t.ok(existsSync(onAnotherHost))
    t.ok(existsSync(foreign))
    t.ok(existsSync(mine))
  })
})

void t.test('a remedy fits what is wrong with the cache', async t => {
  const cache = t.testdir({ file: '' })
  const full = Object.assign(new Error('no space left'), { code: 'ENOSPC' })
  await t.rejects(
    withWorkspace(cache, () => Promise.reject(full)),
    {
      message: `cannot write into the cache ${cache} (no space left): free some space, or set XDG_CACHE_HOME to another folder`,
    },
  )
  await t.rejects(
    withWorkspace(join(cache, 'file'), async () => undefined),
    { message: /^cannot write .* \(ENOTDIR: .*\): set XDG_CACHE_HOME to a folder that you can write to$/ },
  )
})

void t.test('publishing either keeps or replaces what is there', async t => {
  const cache = t.testdir()
  const make = (name: string, content: string) => {
    mkdirSync(join(cache, name))
    writeFileSync(join(cache, name, 'file'), content)
    return join(cache, name)
  }
  const place = join(cache, 'sub/place')
  const content = () => readFileSync(join(place, 'file'), 'utf8')
  t.equal(await publish(make('one', '1'), place, false), true)
  t.equal(await publish(make('two', '2'), place, false), false)
  t.equal(content(), '1')
  t.equal(await publish(make('three', '3'), place, true), true)
  t.equal(content(), '3')
})
