import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { launched } from './launched.ts'
import { someChromium } from './some-chromium.ts'

/** Opens a tab with the page, at a place in it. */
type Open = (hash?: string, options?: BrowserContextOptions) => Promise<Page>
type PageTest = (name: string, body: (t: Test, open: Open) => Promise<void>) => void

/**
 * Tests of a page in a Chromium; skipped where there can be none. The page must not complain, ask for anything but
 * itself, or open a dialog.
 */
export async function pageTests(url: string): Promise<PageTest> {
  const chromium = await someChromium()
  if (typeof chromium === 'string') {
    const skip = `no Chromium on this machine, set CHROMIUM to its path; and none can be had: ${chromium}`
    return name => void t.test(name, { skip }, async () => undefined)
  }
  // On a busy host a Chromium that is closed does not remove all that it has made.
  const temp = mkdtempSync(join(tmpdir(), 'chromium-'))
  const browser = await launched(chromium, temp)
  t.teardown(async () => {
    await browser.close()
    rmSync(temp, { recursive: true, force: true, maxRetries: 10 })
  })
  return (name, body) =>
    void t.test(name, async t => {
      const wrong: string[] = []
      await body(t, async (hash = '', options = {}) => {
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
        t.teardown(() => context.close())
        const page = await context.newPage()
        listen(page, wrong)
        await page.goto(url + hash)
        return page
      })
      t.strictSame(wrong, [], 'no complaint, no request, no dialog')
    })
}

function listen(page: Page, wrong: string[]): void {
  page.on('pageerror', error => wrong.push(error.message))
  page.on('console', message => wrong.push(message.text()))
  page.on('dialog', dialog => {
    wrong.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', request => {
    if (!/^(file|data):/.test(request.url())) wrong.push(request.url())
  })
}
