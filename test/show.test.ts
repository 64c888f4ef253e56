import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { allCases } from '../src/plan/catalogue.ts'
import { chardevFc } from './command.ts'

const reviewed = fileURLToPath(new URL('../../fixtures/show/', import.meta.url))
const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url))

void t.test('every case is shown as its reviewed text', async t => {
  const empty = mkdtempSync(join(tmpdir(), 'cfc-show-'))
  t.teardown(() => rmSync(empty, { recursive: true }))
  for (const { id } of await allCases()) {
    const { exitCode, stdout } = await chardevFc(['show', id], { XDG_CACHE_HOME: empty })
    t.equal(exitCode, 0)
    t.equal(stdout, readFileSync(join(reviewed, `${id}.txt`), 'utf8').trimEnd(), id)
  }
})

void t.test("the page of the cases and README's table are as the cases are", async t => {
  const { casesPage, withCasesTable } = await import(
    fileURLToPath(new URL('../../scripts/cases-page.js', import.meta.url))
  )
  t.equal(readFileSync(path('docs/cases.md'), 'utf8'), await casesPage(), 'npm run docs')
  const readme = readFileSync(path('README.md'), 'utf8')
  t.equal(readme, await withCasesTable(readme), 'npm run docs')
})
