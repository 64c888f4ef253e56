import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { tellReports } from './tell-reports.ts'

void t.test('a page that nothing can open is left to the user', async t => {
  const home = mkdtempSync(join(tmpdir(), 'cfc-test-'))
  t.teardown(() => rmSync(home, { recursive: true, force: true }))
  const { PATH } = process.env
  t.teardown(() => {
    process.env['PATH'] = PATH
  })
  process.env['PATH'] = home
  const told = async () => {
    const lines: string[] = []
    await tellReports([{ kind: 'html', path: 'page.html' }], true, event => lines.push(String(event)))
    return lines
  }
  t.strictSame(await told(), [
    'The html report is page.html',
    "--open: open page.html yourself: there is no xdg-open here (in Debian's xdg-utils)",
  ])
  writeFileSync(join(home, 'xdg-open'), '', { mode: 0o644 })
  t.match((await told())[1], /^--open: open page\.html yourself: cannot start xdg-open: .*EACCES/)
})
