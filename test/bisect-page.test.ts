import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { pageAssets } from '../src/cli/results/page-assets.ts'
import { storedStory } from '../src/judge/stories/stored-story.fixture.ts'
import type { BisectSide } from '../src/model/contract/bisect-report.ts'
import type { Evidence } from '../src/model/contract/evidence.ts'
import { bisectHtml } from '../src/report/bisect/bisect-html.ts'
import { report } from '../src/report/bisect/bisect-report.fixture.ts'
import { hostileText } from '../src/report/result.fixture.ts'
import { pageTests } from './support/browser.ts'

const folder = mkdtempSync(join(tmpdir(), 'cfc-bisect-page-'))
t.teardown(() => rmSync(folder, { recursive: true }))

function kept({ outcome }: BisectSide): Evidence {
  return { history: storedStory(outcome === 'pass' ? 'pass' : 'freeze-undocumented') }
}

const [first, ...others] = report.steps
const steps = first === undefined ? others : [{ ...first, because: hostileText }, ...others]
const path = join(folder, 'report.html')
writeFileSync(path, bisectHtml({ ...report, steps }, { kept, assets: pageAssets() }))
const pageTest = await pageTests(pathToFileURL(path).href)

pageTest('the time lines of both runs are drawn at once and can be zoomed', async (t, open) => {
  const page = await open()
  t.match(await page.locator('h1').textContent(), /^First bad commit for freeze in unix-server: a{12} /)
  const charts = page.locator('figure.time-line')
  t.equal(await charts.count(), 2)
  for (const chart of await charts.all()) t.ok((await chart.locator('canvas').count()) > 0)
  const range = () => charts.first().locator('.range').textContent()
  const before = await range()
  await charts.first().getByRole('button', { name: 'zoom in' }).click()
  t.not(await range(), before)
})

pageTest('the command can be copied', async (t, open) => {
  const page = await open('', { permissions: ['clipboard-read', 'clipboard-write'] })
  await page.locator('[data-copy=command]').click()
  const copied = await page.evaluate<string>('navigator.clipboard.readText()')
  t.equal(copied, "chardev-fc bisect unix-server --build 'make -j8'")
})

pageTest('it fits a phone, and foreign text stays text', async (t, open) => {
  const page = await open('', { colorScheme: 'dark', viewport: { width: 360, height: 780 } })
  t.equal(await page.evaluate<number>('document.documentElement.scrollWidth'), 360)
  t.match(await page.locator('.steps td').last().textContent(), 'all is well')
  t.match(await page.locator('.steps tbody tr').first().textContent(), '</script><script>alert(1)</script>')
  t.equal(await page.locator('img').count(), 0)
})

pageTest('without scripts there is no button, and with them a picture to save', async (t, open) => {
  const plain = await open('', { javaScriptEnabled: false })
  t.equal(await plain.locator('button:visible').count(), 0)
  t.ok(await plain.locator('#command').isVisible())
  const page = await open('', { acceptDownloads: true })
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'save as PNG' }).first().click()
  const side = await page.locator('.side').first().getAttribute('id')
  t.equal((await download).suggestedFilename(), `${side}.png`)
})
