import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { InfraError } from '../model/errors.ts'
import { publish, withWorkspace } from './workspace.ts'

/** Many who make the same thing at once, each in a workspace of its own. */
function race(cache: string, place: string, replace: boolean) {
  const makers = Array.from({ length: 12 }, (_, who) =>
    withWorkspace(cache, async work => {
      const made = join(work, 'made')
      mkdirSync(made)
      for (const name of ['one', 'two']) writeFileSync(join(made, name), String(who))
      return publish(made, place, replace)
    }),
  )
  return Promise.all(makers)
}

const contents = (place: string) => readdirSync(place).map(name => readFileSync(join(place, name), 'utf8'))

void t.test('of concurrent publishers one wins, with a complete folder', async t => {
  const cache = t.testdir()
  const place = join(cache, 'qemu/x')
  const won = await race(cache, place, false)
  t.same(
    won.filter(each => each),
    [true],
  )
  t.same(contents(place), [won.indexOf(true), won.indexOf(true)].map(String))
  t.same(readdirSync(join(cache, 'tmp')), [])
})

void t.test('concurrent replacements leave the complete folder of one of them', async t => {
  const cache = t.testdir({ qemu: { x: { one: 'old', two: 'old' } } })
  const place = join(cache, 'qemu/x')
  const won = await race(cache, place, true)
  t.ok(won.includes(true))
  const [one, two] = contents(place)
  t.equal(one, two)
  t.not(one, 'old')
  t.same(readdirSync(join(cache, 'tmp')), [])
})

void t.test('an unwritable cache is a one-line error; other errors are rethrown', async t => {
  const dir = t.testdir({ file: '' })
  await t.rejects(
    withWorkspace(join(dir, 'file'), async () => undefined),
    { constructor: InfraError, message: /^cannot write into the cache [^\n]*XDG_CACHE_HOME[^\n]*$/ },
  )
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  await t.rejects(
    withWorkspace(dir, () => Promise.reject(full)),
    { constructor: InfraError, cause: full },
  )
  const other = new Error('other')
  t.equal(await withWorkspace(dir, () => Promise.reject(other)).catch((error: unknown) => error), other)
})
