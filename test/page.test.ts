import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import t from 'tap'
import { pageAssets } from '../src/cli/results/page-assets.ts'
import { parseJournal } from '../src/judge/journal-text.ts'
import { at, begin, end, story, well } from '../src/judge/stories/story.fixture.ts'
import type { Evidence } from '../src/model/contract/evidence.ts'
import type { CellResult } from '../src/model/contract/result.ts'
import { html } from '../src/report/html.ts'
import { frozen, hostile, hostileText, passed, testRun, written } from '../src/report/result.fixture.ts'
import { pageTests } from './support/browser.ts'

const folder = mkdtempSync(join(tmpdir(), 'cfc-page-'))
t.teardown(() => rmSync(folder, { recursive: true }))

const golden = (name: string): Evidence => ({
  history: parseJournal(
    readFileSync(join(process.cwd(), 'fixtures', 'journals', 'stories', `${name}.jsonl`), 'utf8'),
  ),
  commandLine: 'qemu-system-x86_64 \\\n  -nodefaults\n',
  reproduction: 'Start QEMU:\n\n    $ qemu-system-x86_64\n',
})
const hostileHistory = story(
  begin({ case: hostileText }),
  well(1000, 4000),
  at(2000, { kind: 'step', step: 1, edge: 'begin', text: hostileText }),
  at(2200, { kind: 'job', job: hostileText, event: 'started', command: hostileText }),
  at(2400, { kind: 'evidence', name: hostileText, data: [hostileText] }),
  end(4000),
)
const sid = { label: 'debian-sid', path: '/cache/sid', version: '11.1.3' }
const freeze = {
  startedAtMs: 3037,
  calledAfterMs: 1763,
  revived: true,
  revivedAfterMs: 39,
  qmpAnswered: false,
}
const cells: readonly (readonly [CellResult, Evidence])[] = [
  [passed(), golden('pass')],
  [frozen({ freeze }), golden('freeze-revived')],
  [frozen({ case: 'unix-server', qemu: sid, expected: false, freeze }), golden('freeze-undocumented')],
  [hostile({ qemu: sid }), { history: hostileHistory, commandLine: hostileText, reproduction: hostileText }],
]

function pageOf(name: string, cells: readonly (readonly [CellResult, Evidence | null])[]): string {
  const kept = new Map(cells)
  const settings = { testRun, past: [], docs: null, assets: pageAssets() }
  const path = join(folder, `${name}.html`)
  writeFileSync(
    path,
    written(
      write => html(write, settings),
      [...kept.keys()],
      kept.size,
      result => kept.get(result) ?? null,
    ),
  )
  return pathToFileURL(path).href
}
const url = pageOf('page', cells)
const pageTest = await pageTests(url)

async function shown(page: Page): Promise<[number, number]> {
  const text = await page.locator('.cell:target .range').textContent()
  const [from, to] = [...(text ?? '').matchAll(/-?[\d.]+/g)].map(Number)
  return [from ?? Number.NaN, to ?? Number.NaN]
}

// Text that the browser runs: our own program knows no canvas.
const inksOfCharts = `[...document.querySelectorAll('.cell:target canvas')].map(canvas => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  return new Set(new Uint32Array(data.buffer)).size
})`

pageTest('what failed where and why is seen first, and leads to its cell', async (t, open) => {
  const page = await open()
  t.equal(await page.locator('h1').textContent(), '4 cells, 2 unexpected')
  t.match(
    await page.locator('.loud li').first().textContent(),
    /✖ unexpected freeze unix-server on QEMU 11\.1\.3/,
  )
  t.equal(await page.locator('.cell:visible').count(), 0)
  await page.locator('.loud a').first().click()
  t.equal(await page.locator('.cell:visible').count(), 1)
  t.match(await page.locator('.cell:visible h2').textContent(), 'unix-server on QEMU 11.1.3')
  await page.locator('.cell:visible nav a', { hasText: '← previous' }).click()
  t.match(await page.locator('.cell:visible h2').textContent(), 'debugcon')
})

pageTest('the time line is drawn, and tells what was at a moment', async (t, open) => {
  const page = await open('#cell-2')
  const charts = page.locator('.cell:target canvas')
  t.equal(await charts.count(), 2)
  for (const inks of await page.evaluate<number[]>(inksOfCharts)) t.ok(inks > 4, `${inks} colours`)
  const over = page.locator('.cell:target .u-over').first()
  const { width = 0 } = (await over.boundingBox()) ?? {}
  const [from, to] = await shown(page)
  t.ok(from === -0.5 && to > 4.5, `${from} to ${to}`)
  await over.hover({ position: { x: ((3 - from) / (to - from)) * width, y: 40 } })
  t.match(
    await page.locator('.cell:target .readout').textContent(),
    /^3\.\d\d s · guest wrote .* · host read 0 B · beats: ssh \d+ ms ago .*host: connected, not reading/,
  )
})

pageTest('zoom by mouse, by button, by key, and back', async (t, open) => {
  const page = await open('#cell-1')
  const before = await shown(page)
  const { x = 0, y = 0, width = 0 } = (await page.locator('.cell:target .u-over').last().boundingBox()) ?? {}
  await page.mouse.move(x + width * 0.25, y + 50)
  await page.mouse.down()
  await page.mouse.move(x + width * 0.5, y + 60, { steps: 5 })
  await page.mouse.up()
  const span = before[1] - before[0]
  const near = async (wanted: [number, number], how: string) => {
    const [from, to] = await shown(page)
    t.ok(
      Math.abs(from - wanted[0]) < 0.03 && Math.abs(to - wanted[1]) < 0.03,
      `${how}: ${from} to ${to}, ${wanted}`,
    )
  }
  await near([before[0] + span / 4, before[0] + span / 2], 'dragged')
  await page.getByRole('button', { name: 'zoom out' }).locator('visible=true').click()
  await near([before[0] + span / 8, before[0] + (span * 5) / 8], 'zoomed out')
  await page.mouse.dblclick(x + width / 2, y + 50)
  await near([-2, before[1]], 'the whole run')
  await page.locator('.cell:target [role=group]').focus()
  await page.keyboard.press('s')
  await near(before, 's')
  await page.keyboard.press('+')
  await page.keyboard.press('ArrowRight')
  await near([before[0] + span * 0.375, before[0] + span * 0.875], 'keys')
})

pageTest('two fingers zoom, one moves', async (t, open) => {
  const page = await open('#cell-1', { hasTouch: true, viewport: { width: 390, height: 800 } })
  const over = page.locator('.cell:target .u-over').last()
  await over.scrollIntoViewIfNeeded()
  const { x = 0, y = 0, width = 0 } = (await over.boundingBox()) ?? {}
  const session = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...parts: number[]) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: parts.map((part, id) => ({ x: x + width * part, y: y + 40, id })),
    })
  const before = await shown(page)
  await touch('touchStart', 0.4, 0.6)
  await touch('touchMove', 0.3, 0.7)
  await touch('touchMove', 0.2, 0.8)
  await touch('touchEnd')
  const zoomed = await shown(page)
  t.ok(zoomed[1] - zoomed[0] < (before[1] - before[0]) / 2, `${before} → ${zoomed}`)
  await touch('touchStart', 0.8)
  await touch('touchMove', 0.6)
  await touch('touchMove', 0.4)
  await touch('touchEnd')
  const moved = await shown(page)
  t.ok(moved[0] > zoomed[0], `${zoomed} → ${moved}`)
})

pageTest('what is to be typed can be copied', async (t, open) => {
  const page = await open('#cell-1', { permissions: ['clipboard-read', 'clipboard-write'] })
  const copied = () => page.evaluate<string>('navigator.clipboard.readText()')
  await page.locator('.cell:target [data-copy$=reproduction]').click()
  t.equal(await copied(), 'Start QEMU:\n\n    $ qemu-system-x86_64')
  await page.locator('.cell:target [data-copy$=command-line]').click()
  t.equal(await copied(), 'qemu-system-x86_64 \\\n  -nodefaults')
  t.equal(await page.locator('.cell:target [data-copy$=command-line]').textContent(), 'copied')
})

pageTest('the keyboard is enough', async (t, open) => {
  const page = await open()
  await page.locator('.grid a').first().focus()
  const focused = () => page.evaluate<string>(`document.activeElement.getAttribute('aria-label')`)
  t.match(await focused(), 'unix-server on QEMU 7.2.22: pass')
  await page.keyboard.press('ArrowRight')
  t.match(await focused(), 'unix-server on QEMU 11.1.3: unexpected freeze')
  for (const key of ['ArrowLeft', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
  t.match(await focused(), 'debugcon on QEMU 7.2.22: freeze, as documented', 'there is nothing below')
  await page.keyboard.press('Enter')
  t.match(await page.locator('.cell:visible h2').textContent(), 'debugcon')
})

pageTest('light, dark, and narrow', async (t, open) => {
  const paper = async (colorScheme: 'light' | 'dark') => {
    const page = await open('#cell-3', { colorScheme, viewport: { width: 360, height: 780 } })
    const width = await page.evaluate<number>('document.documentElement.scrollWidth')
    t.equal(width, 360, 'nothing is wider than the screen')
    for (const canvas of await page.locator('.cell:target canvas').all()) {
      const { x = 0, width = 0 } = (await canvas.boundingBox()) ?? {}
      t.ok(width > 200 && x + width <= 360, `${x} + ${width}`)
    }
    return page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
  }
  t.equal(await paper('light'), 'rgb(255, 255, 255)')
  t.equal(await paper('dark'), 'rgb(20, 23, 27)')
})

pageTest('a guest that writes markup writes text', async (t, open) => {
  const page = await open('#cell-4')
  t.equal(await page.locator('img').count(), 0)
  t.equal(await page.locator('script:not([type])').count(), 1)
  t.match(await page.locator('.cell:target .because').textContent(), '</script><script>alert(1)</script>')
  t.equal(await page.locator('.cell:target canvas').count(), 1, 'the beats')
})

pageTest('without scripts the page still tells everything but the time line', async (t, open) => {
  const page = await open('#cell-2', { javaScriptEnabled: false })
  t.ok(await page.locator('#cell-2').isVisible())
  t.match(await page.locator('#cell-2 noscript').textContent(), 'needs JavaScript')
})

pageTest('a page of 150 cells opens fast', async (t, open) => {
  const many = Array.from(
    { length: 150 },
    (_, index) => [passed({ case: `case-${index}` }), golden('stuck')] as const,
  )
  const big = pageOf('big', many)
  const page = await open()
  const began = performance.now()
  await page.goto(`${big}#cell-75`, { waitUntil: 'load' }).catch(error => t.fail(String(error)))
  await page.locator('.cell:target canvas').first().waitFor()
  const ms = Math.round(performance.now() - began)
  t.ok(ms < 10_000, `${ms} ms`)
})
