import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { pageAssets } from '../src/cli/results/page-assets.ts'
import { parseJournal } from '../src/judge/journal-text.ts'
import type { Evidence } from '../src/model/contract/evidence.ts'
import type { CellResult } from '../src/model/contract/result.ts'
import { allCases } from '../src/plan/catalogue.ts'
import { html } from '../src/report/html.ts'
import { frozen, passed, testRun, written } from '../src/report/result.fixture.ts'
import { launched } from '../test/support/launched.ts'
import { someChromium } from '../test/support/some-chromium.ts'
import { row } from './spread.ts'

/**
 * `npm run bench:page [-- ROUNDS]`: the HTML page of 200 cells with a history of 30 nights, opened in Chromium: at its
 * head, and at an unexpected cell.
 */
const rounds = Number(process.argv[2] ?? 7)
const nights = 30
const versions = ['5.2.0', '7.2.22', '10.0.13', '11.1.3']
const folder = mkdtempSync(join(tmpdir(), 'cfc-bench-'))
const chromium = await someChromium()
if (typeof chromium === 'string') throw new Error(chromium)

try {
  const path = join(folder, 'page.html')
  const began = performance.now()
  writeFileSync(path, await page())
  console.log(
    `written in ${Math.round(performance.now() - began)} ms, ${(statSync(path).size / 1e6).toFixed(1)} MB`,
  )
  const browser = await launched(chromium, folder)
  try {
    await measure(browser, pathToFileURL(path).href)
  } finally {
    await browser.close()
  }
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
}

async function measure(browser: Browser, url: string): Promise<void> {
  console.log('\n| what | median | spread | n |\n|---|---|---|---|')
  const places = [
    ['the page is loaded', url, 'h1'],
    [
      'the page is loaded, and the time line of a cell drawn',
      `${url}#unix-server@11.1.3`,
      '.cell:target canvas',
    ],
  ] as const
  for (const [name, place, seen] of places) {
    const figures: number[] = []
    for (let round = 0; round < rounds; round++) {
      const page = await browser.newPage()
      const began = performance.now()
      await page.goto(place)
      await page.locator(seen).first().waitFor()
      figures.push(performance.now() - began)
      await page.close()
    }
    console.log(row(name, figures))
  }
}

/** The last night ends like the others. */
async function page(): Promise<string> {
  const cases = await allCases()
  const night = (number: number) =>
    cases.slice(0, 50).flatMap(({ id }) => versions.map(version => result(id, version, number)))
  const past = Array.from({ length: nights - 1 }, (_, number) => ({
    startedAt: new Date(Date.UTC(2025, 11, 1 + number, 2)).toISOString(),
    results: night(number),
  }))
  const results = night(nights - 1)
  const settings = {
    testRun: { ...testRun, plan: { cells: results.length } },
    past,
    docs: null,
    cases,
    assets: pageAssets(),
  }
  const evidence = new Map(['unix-server-passes', 'debugcon-freezes'].map(name => [name, kept(name)]))
  return written(
    write => html(write, settings),
    results,
    results.length,
    ({ outcome }) => evidence.get(outcome === 'fail' ? 'debugcon-freezes' : 'unix-server-passes') ?? null,
  )
}

/** A cell in ten freezes, most of them now and then; unix-server on the newest QEMU has for ten nights. */
function result(id: string, version: string, night: number): CellResult {
  const qemu = { label: `qemu-${version}`, path: `/cache/${version}`, version }
  const isNew = id === 'unix-server' && version === '11.1.3' && night >= nights - 10
  const number = [...id, ...version].reduce((sum, character) => sum + character.charCodeAt(0), 0)
  if (isNew) return frozen({ case: id, qemu, expected: false })
  if (number % 10 === 0 && night % 3 > 0) return frozen({ case: id, qemu })
  if ((number + night) % 25 === 0)
    return passed({ case: id, qemu, outcome: 'inconclusive', because: 'the host was late' })
  return passed({ case: id, qemu })
}

function kept(name: string): Evidence {
  const path = join(process.cwd(), 'fixtures', 'journals', 'recorded', `${name}.jsonl`)
  const text = `qemu-system-x86_64 -nodefaults\n`.repeat(20)
  return {
    history: parseJournal(readFileSync(path, 'utf8')),
    commandLine: text,
    reproduction: text,
    script: text,
  }
}
