import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from 'playwright-core'
import t from 'tap'
import { pageAssets } from '../src/cli/results/page-assets.ts'
import { storedStory } from '../src/judge/stories/stored-story.fixture.ts'
import { at, begin, end, story, well } from '../src/judge/stories/story.fixture.ts'
import type { Evidence } from '../src/model/contract/evidence.ts'
import type { CellResult } from '../src/model/contract/result.ts'
import { allCases } from '../src/plan/catalogue.ts'
import { html } from '../src/report/html.ts'
import { cellIds } from '../src/report/page/cell-ids.ts'
import type { EarlierTestRun } from '../src/report/page/history/cell-history.ts'
import { frozen, hostile, hostileText, passed, testRun, written } from '../src/report/result.fixture.ts'
import { pageTests } from './support/browser.ts'

const folder = mkdtempSync(join(tmpdir(), 'cfc-page-'))
t.teardown(() => rmSync(folder, { recursive: true }))

const golden = (name: string): Evidence => ({
  history: storedStory(name),
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
).map(fact =>
  fact.kind === 'run' ? { ...fact, title: hostileText, chardev: hostileText, frontend: hostileText } : fact,
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

const cases = await allCases()

function pageOf(
  name: string,
  cells: readonly (readonly [CellResult, Evidence | null])[],
  past: readonly EarlierTestRun[] = [],
): string {
  const kept = new Map(cells)
  const settings = { testRun, past, docs: null, cases, assets: pageAssets() }
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
const [passing = '', documented = '', unexpected = '', foreign = ''] = [
  ...cellIds(cells.map(([result]) => result)).values(),
].map(({ id }) => `#${id}`)
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

/** How many pixels are neither transparent nor white, the colour of the paper. */
const coloured = `(canvases, image) => [...canvases].reduce((sum, canvas) => {
  const context = canvas.getContext('2d')
  if (image) context.drawImage(image, 0, 0)
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
  return sum + new Uint32Array(data.buffer).filter(pixel => pixel >>> 24 > 0 && pixel !== 0xffffffff).length
}, 0)`

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
  const page = await open(documented)
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
  const page = await open(passing)
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
  const page = await open(passing, { hasTouch: true, viewport: { width: 390, height: 800 } })
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
  const page = await open(passing, { permissions: ['clipboard-read', 'clipboard-write'] })
  const copied = () => page.evaluate<string>('navigator.clipboard.readText()')
  await page.locator('.cell:target [data-copy$=reproduction]').click()
  t.equal(await copied(), 'Start QEMU:\n\n    $ qemu-system-x86_64')
  await page.locator('.cell:target [data-copy$=command-line]').click()
  t.equal(await copied(), 'qemu-system-x86_64 \\\n  -nodefaults')
  t.equal(await page.locator('.cell:target [data-copy$=command-line]').textContent(), 'copied')
})

pageTest('the keyboard is enough', async (t, open) => {
  const page = await open()
  await page.locator('.grid td a').first().focus()
  const focused = () => page.evaluate<string>(`document.activeElement.getAttribute('aria-label')`)
  t.match(await focused(), 'unix-server on QEMU 7.2.22: pass')
  await page.keyboard.press('ArrowRight')
  t.match(await focused(), 'unix-server on QEMU 11.1.3: unexpected freeze')
  for (const key of ['ArrowLeft', 'ArrowDown', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
  t.match(await focused(), 'debugcon on QEMU 7.2.22: freeze, as documented', 'there is nothing below')
  await page.keyboard.press('Enter')
  t.match(await page.locator('.cell:visible h2').textContent(), 'debugcon')
})

pageTest('two keys, or one, lead to an unexpected cell', async (t, open) => {
  const page = await open()
  const title = () => page.locator('.cell:visible h2').textContent()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  t.match(await title(), 'unix-server on QEMU 11.1.3')
  const other = await open()
  await other.keyboard.press('n')
  t.match(await other.locator('.cell:visible h2').textContent(), 'unix-server on QEMU 11.1.3')
  await other.keyboard.press('n')
  t.match(await other.locator('.cell:visible h2').textContent(), '</script>', 'the next one')
  await other.keyboard.press('n')
  t.match(await other.locator('.cell:visible h2').textContent(), '</script>', 'there is no other')
  await other.keyboard.press('p')
  t.match(await other.locator('.cell:visible h2').textContent(), 'unix-server on QEMU 11.1.3')
})

pageTest('search and filters leave what fits, and say how much', async (t, open) => {
  const page = await open()
  const shown = async () => [
    await page.locator('.filter output').textContent(),
    ...(await page
      .locator('.grid td a:visible')
      .evaluateAll(links => links.map(link => link.getAttribute('href')))),
  ]
  const all = ['4 of 4 cells', passing, unexpected, documented, foreign].toSorted()
  t.strictSame((await shown()).toSorted(), all)
  await page.keyboard.press('/')
  await page.keyboard.type('NEVER reads freeze')
  t.strictSame(await shown(), ['2 of 4 cells', unexpected, documented], 'a title, and an outcome')
  await page.keyboard.type(' n')
  t.equal(await page.locator('.cell:visible').count(), 0, 'what is typed there is no key of the page')
  await page.getByRole('button', { name: 'reset' }).click()
  t.strictSame((await shown()).toSorted(), all)
  await page.getByLabel('unexpected', { exact: true }).check()
  t.strictSame(await shown(), ['2 of 4 cells', unexpected, foreign])
  await page.getByLabel('not passed').check()
  t.strictSame(await shown(), ['3 of 4 cells', unexpected, documented, foreign])
  await page.getByLabel('backend').selectOption('unix')
  t.strictSame(await shown(), ['2 of 4 cells', unexpected, documented])
  await page.getByLabel('frontend').selectOption('isa-debugcon')
  t.strictSame(await shown(), ['1 of 4 cells', documented])
  t.equal(await page.locator('.grid .group:visible').count(), 1, 'a group with nothing left is hidden')
  await page.getByRole('button', { name: 'reset' }).click()
  await page.getByLabel('column').selectOption({ label: 'QEMU 11.1.3 (debian-sid, tcg)' })
  t.strictSame(await shown(), ['2 of 4 cells', unexpected, foreign])
  t.equal(await page.locator('.grid thead th:visible').count(), 2)

  const repeats = [passed({ repeat: 1 }), passed({ repeat: 2, outcome: 'inconclusive', because: 'too busy' })]
  await page.goto(
    pageOf(
      'repeats',
      [passed({ repeat: 3 }), ...repeats, frozen()].map(one => [one, null]),
    ),
  )
  for (const words of ['busy inconclusive', 'all came through']) {
    await page.getByRole('searchbox').fill(words)
    t.equal((await shown())[0], '1 of 2 cells', 'of any repeat')
  }
})

pageTest('a link opens its cell again, also one from a page with other cells', async (t, open) => {
  const title = (page: Page) => page.locator('.cell:visible h2').textContent()
  const page = await open(unexpected)
  t.equal(unexpected, '#unix-server@11.1.3')
  await page.reload()
  t.match(await title(page), 'unix-server on QEMU 11.1.3')
  for (const other of ['#unix-server@11.1.3,debian-sid,tcg', '#unix-server%4011.1.3']) {
    const opened = await open(other)
    t.match(await title(opened), 'unix-server on QEMU 11.1.3')
    t.equal(await opened.locator('.cell:visible canvas').count(), 2)
  }
  const repeated = pageOf(
    'repeated',
    [1, 2].map(repeat => [passed({ repeat }), golden('pass')] as const),
  )
  await page.goto(`${repeated}#unix-server@7.2.22`)
  t.match(await title(page), 'unix-server on QEMU 7.2.22 (debian-bookworm, tcg), repeat 1')
  await page.goto(`${repeated}#unix-server@7.2.22,debian-bookworm,tcg,2`)
  t.match(await title(page), 'repeat 2')
  t.equal(await (await open('#%zz')).locator('.filter output').textContent(), 'this page has no %zz')
  t.equal(
    await (await open('#unix-server@11.1')).locator('.cell:visible').count(),
    0,
    'that is another version',
  )
  const gone = await open('#unix-server@11.1.3,debian-sid,kvm')
  t.equal(await gone.locator('.cell:visible').count(), 0, 'rather none than another')
  t.equal(
    await gone.locator('.filter output').textContent(),
    'this page has no unix-server@11.1.3,debian-sid,kvm',
  )
  await gone.keyboard.press('n')
  // The page hears of the new target in an event of its own.
  await gone.locator('.filter output', { hasText: '4 of 4 cells' }).waitFor()
})

pageTest('a cell says what its case is, and why its outcome is as documented', async (t, open) => {
  const page = await open(documented)
  const cell = page.locator('.cell:visible')
  t.match(await cell.locator('h2').textContent(), '= freeze, as documented')
  t.equal(
    await cell.locator('.title').textContent(),
    'isa-debugcon on a UNIX socket: the host connects and never reads',
  )
  t.match(
    await cell.locator('.why').textContent(),
    /^as documented freeze on QEMU >=2\.8\.0: isa-debugcon uses/,
  )
  const colour = (selector: string) =>
    page.evaluate<string>(`getComputedStyle(document.querySelector('${selector}')).backgroundColor`)
  t.not(await colour('.grid td.documented'), await colour('.grid td.pass'), 'it is not green')
  await cell.getByRole('link', { name: 'the case' }).click()
  t.match(await page.locator('.cell:visible dl').textContent(), 'loss on QEMU >=1.5.0 <2.8.0: isa-debugcon')
  await page.locator('.cell:visible').getByRole('link', { name: 'QEMU 7.2.22' }).click()
  t.match(await page.locator('.cell:visible h2').textContent(), 'debugcon on QEMU 7.2.22')
  const other = await open(unexpected)
  t.equal(
    await other.locator('.cell:visible .why').textContent(),
    'not as documented the case documents: it passes on this version',
  )
})

pageTest('the time line is saved as a picture', async (t, open) => {
  const page = await open(unexpected, { acceptDownloads: true })
  const download = page.waitForEvent('download')
  await page.locator('.cell:target').getByRole('button', { name: 'save as PNG' }).click()
  const saved = await download
  t.equal(saved.suggestedFilename(), 'unix-server-11.1.3.png')
  const picture = join(folder, 'picture.png')
  await saved.saveAs(picture)
  const bytes = readFileSync(picture)
  t.equal(bytes.subarray(0, 8).toString('latin1'), '\x89PNG\r\n\x1a\n')
  const charts = page.locator('.cell:target canvas')
  const [first, second] = [await charts.first().boundingBox(), await charts.last().boundingBox()]
  const least = (first?.height ?? Number.NaN) + (second?.height ?? Number.NaN)
  t.ok(bytes.readUInt32BE(16) > (first?.width ?? Number.NaN), 'wide enough for the charts')
  t.ok(bytes.readUInt32BE(20) > least, 'high enough for both and a headline')
  const drawn = await page.evaluate<number>(`(${coloured})(document.querySelectorAll('.cell:target canvas'))`)
  const image = `Object.assign(new Image(), { src: 'data:image/png;base64,${bytes.toString('base64')}' })`
  const pictured = await page.evaluate<number>(`(async () => {
    const image = ${image}
    await image.decode()
    return (${coloured})([Object.assign(document.createElement('canvas'), { width: image.width, height: image.height })], image)
  })()`)
  t.ok(drawn > 1000 && pictured > drawn, `${pictured} pixels for ${drawn} of the charts`)
})

pageTest('the history: since when, how flaky, and what else failed then', async (t, open) => {
  const bad = frozen({ case: 'unix-server', qemu: sid, expected: false, freeze })
  const good = passed({ qemu: sid })
  const late = passed({ qemu: sid, outcome: 'inconclusive', because: 'the host was late' })
  const past = [good, good, bad, late, bad].map((result, index) => ({
    startedAt: `2025-12-0${index + 1}T02:00:00.000Z`,
    results: [result],
  }))
  const page = await open()
  await page.goto(`${pageOf('history', [[bad, golden('freeze-undocumented')]], past)}#unix-server@11.1.3`)
  t.equal(await page.locator('.filter output').textContent(), '1 of 1 cell')
  const text = await page.locator('.cell:visible .past').textContent()
  t.match(text, 'failing since 2025-12-03 02:00 UTC (3 answers); last passed 2025-12-02 02:00 UTC')
  t.match(text, '5 of 6 runs passed or failed; on the same version the outcome changed once')
  t.match(text, 'took 9.1 s before (median of 4 answers)')
  await page.locator('.cell:visible .past .squares a').nth(2).click()
  const row = page.locator('.test-runs tr:target')
  t.match(await row.textContent(), '2025-12-03 02:00 UTC')
  t.equal(await row.locator('a').getAttribute('href'), '#unix-server@11.1.3')
})

pageTest('light, dark, and narrow', async (t, open) => {
  const paper = async (colorScheme: 'light' | 'dark') => {
    const page = await open(unexpected, { colorScheme, viewport: { width: 360, height: 780 } })
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
  const page = await open(foreign)
  t.equal(await page.locator('img').count(), 0)
  t.equal(await page.locator('script:not([type])').count(), 1)
  t.match(await page.locator('.cell:target .because').textContent(), '</script><script>alert(1)</script>')
  t.equal(await page.locator('.cell:target canvas').count(), 1, 'the beats')
})

pageTest('without scripts the page still tells everything but the time line', async (t, open) => {
  const page = await open(documented, { javaScriptEnabled: false })
  t.match(await page.locator('.cell:visible h2').textContent(), 'debugcon')
  t.match(await page.locator('.cell:visible noscript').textContent(), 'needs JavaScript')
  t.match(await page.locator('.cell:visible .copied pre').first().textContent(), 'qemu-system-x86_64')
  t.equal(await page.locator('.grid td a:visible').count(), 4)
  t.equal(
    await page.locator('button:visible, input:visible, select:visible').count(),
    0,
    'nothing that does nothing',
  )
  await page.locator('.loud a').first().click()
  t.match(await page.locator('.cell:visible h2').textContent(), 'unix-server on QEMU 11.1.3')
})

pageTest('alike inconclusive cells are folded, and there is no empty plot', async (t, open) => {
  const nothing: Evidence = { history: story(begin()).slice(0, 2) }
  const late = (index: number) =>
    [
      passed({ case: `late-${index}`, outcome: 'inconclusive', because: `the host was late by ${index} ms` }),
      nothing,
    ] as const
  const other = passed({ case: 'other', outcome: 'inconclusive', because: 'the guest rebooted' })
  const page = await open()
  await page.goto(`${pageOf('folded', [late(61), late(324), [other, nothing]])}#late-61@7.2.22`)
  t.strictSame(
    await page.locator('.loud > ul > li').evaluateAll(items => items.map(item => item.textContent)),
    [
      '? inconclusive 2 cells, such as: the host was late by 61 ms' +
        'late-61 on QEMU 7.2.22 (debian-bookworm, tcg)late-324 on QEMU 7.2.22 (debian-bookworm, tcg)',
      '? inconclusive other on QEMU 7.2.22 (debian-bookworm, tcg) the guest rebooted',
    ],
  )
  t.equal(await page.locator('.loud a:visible').count(), 1)
  await page.locator('.loud summary').click()
  t.equal(await page.locator('.loud a:visible').count(), 3)
  t.equal(await page.locator('.cell:visible').count(), 1)
  t.equal(await page.locator('.cell:visible figure').count(), 0)
})

pageTest('a page of 150 cells opens fast', async (t, open) => {
  const many = Array.from(
    { length: 150 },
    (_, index) => [passed({ case: `case-${index}` }), golden('stuck')] as const,
  )
  const big = pageOf('big', many)
  const page = await open()
  const began = performance.now()
  await page.goto(`${big}#case-74@7.2.22`, { waitUntil: 'load' }).catch(error => t.fail(String(error)))
  await page.locator('.cell:target canvas').first().waitFor()
  const ms = Math.round(performance.now() - began)
  t.ok(ms < 10_000, `${ms} ms`)
})
