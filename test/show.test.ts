import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { allCases } from '../src/plan/catalogue.ts'
import { chardevFc } from './command.ts'

const reviewed = fileURLToPath(new URL('../../fixtures/show/', import.meta.url))
const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8')

void t.test('every case is shown as its reviewed text', async t => {
  const empty = mkdtempSync(join(tmpdir(), 'cfc-show-'))
  t.teardown(() => rmSync(empty, { recursive: true }))
  for (const { id } of await allCases()) {
    const { exitCode, stdout } = await chardevFc(['show', id], { XDG_CACHE_HOME: empty })
    t.equal(exitCode, 0)
    t.equal(stdout, readFileSync(join(reviewed, `${id}.txt`), 'utf8').trimEnd(), id)
  }
})

void t.test("README's table has every case, with its title", async t => {
  for (const { id, title } of await allCases()) t.ok(readme.includes(`| \`${id}\` | ${title} |`), id)
})
