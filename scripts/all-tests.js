import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readied } from './readied.js'

// `npm test [-- PATTERN…]`: static checks, unit tests, end-to-end tests; with patterns only the test files whose path
// contains one of them. `npm run test:unit`: the unit tests. `npm run test:long`: the tests that take minutes, which the
// others leave out. The last line is always `N passed, N failed`.
const dist = fileURLToPath(new URL('../dist', import.meta.url))
const { values: chosen, positionals: patterns } = parseArgs({
  options: { unit: { type: 'boolean', default: false }, long: { type: 'boolean', default: false } },
  allowPositionals: true,
})

// Tests with guests run one at a time, because verdicts depend on time.
const suites = {
  unit: { folders: ['src', 'cases', 'images'], jobs: 3, timeoutMs: 60_000 },
  'end-to-end': { folders: ['test'], jobs: 1, timeoutMs: 240_000 },
  long: { folders: ['test/long'], jobs: 1, timeoutMs: 900_000 },
}
const allowedSkips = JSON.parse(readFileSync(new URL('../test/allowed-skips.json', import.meta.url), 'utf8'))
/** Tests of pure code share one process per folder: a small file takes longer to load Node and tap than to run. */
const pure = /^src\/(judge|model|plan|report|verbs)(?=\/)/
const wanted = chosen.unit ? ['unit'] : chosen.long ? ['long'] : ['unit', 'end-to-end']

const sum = { passed: 0, failed: 0, skipped: 0, files: 0 }
const isReady = await readied('test', allTests)
if (!isReady) console.log('\n0 passed, 1 failed')

async function allTests() {
  const interruption = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => interruption.abort(name))
  const { bringPrograms } = await import('./bring-programs.js')
  await bringPrograms()
  if (!chosen.unit && !chosen.long && patterns.length === 0) {
    const { staticChecks } = await import('./static-checks.js')
    add(await staticChecks())
  }
  for (const name of wanted) await runSuite(name, suites[name], interruption.signal)
  return summary(interruption.signal)
}

async function runSuite(name, { folders, jobs, timeoutMs }, signal) {
  const { testFiles } = await import('./test-files.js')
  const files = folders.flatMap(testsIn)
  if (files.length > 0) console.log(`\n${name} tests: ${filesText(files)}`)
  const groupOf = file => pure.exec(sourceOf(file))?.[0] ?? file
  const queue = [...new Set(files.map(groupOf))].map(group => files.filter(file => groupOf(file) === group))
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      for (let group = queue.shift(); group !== undefined && !signal.aborted; group = queue.shift()) {
        const began = performance.now()
        const outcome = await testFiles(group, { timeoutMs, signal })
        outcome.failures.push(...outcome.skips.flatMap(skip => complaintAbout(skip, group)))
        show(group, outcome, (performance.now() - began) / 1000)
        add({ passed: outcome.passed, failed: outcome.failures.length, skipped: outcome.skips.length })
        sum.files += group.length
      }
    }),
  )
}

/** In CI a skip is a failure unless the repository allows it. */
function complaintAbout({ name, why }, files) {
  const isAllowed = allowedSkips.some(({ file, test }) => files.map(sourceOf).includes(file) && test === name)
  if (process.env.CI !== 'true' || isAllowed) return []
  return [`${name}: skipped (${why}), which test/allowed-skips.json does not allow`]
}

function testsIn(folder) {
  if (!existsSync(join(dist, folder))) return []
  return readdirSync(join(dist, folder), { withFileTypes: true, recursive: folder !== 'test' })
    .filter(entry => entry.isFile() && entry.name.endsWith('.test.js'))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(file => patterns.length === 0 || patterns.some(pattern => sourceOf(file).includes(pattern)))
    .sort()
}

function sourceOf(file) {
  return relative(dist, file).replace(/\.js$/, '.ts')
}

function nameOf(files) {
  const [file] = files
  return files.length === 1 ? sourceOf(file) : `${pure.exec(sourceOf(file))[0]} (${filesText(files)})`
}

function filesText({ length }) {
  return `${length} ${length === 1 ? 'file' : 'files'}`
}

function show(files, { passed, skips, failures, stderr }, seconds) {
  const counts = [
    `${passed} passed`,
    skips.length > 0 ? `${skips.length} skipped` : '',
    failures.length > 0 ? `${failures.length} FAILED` : '',
  ]
  const mark = failures.length > 0 ? '✖' : '✔'
  console.log(
    `${mark} ${nameOf(files)} · ${counts.filter(text => text !== '').join(', ')} · ${seconds.toFixed(1)} s`,
  )
  for (const { name, why } of skips) console.log(`    skipped: ${name}: ${why}`)
  for (const failure of failures) console.log(`${failure.replace(/^/gm, '    ')}\n`)
  if (failures.length > 0 && stderr !== '') console.log(`    stderr:\n${stderr.replace(/^/gm, '      ')}\n`)
}

function add({ passed, failed, skipped = 0 }) {
  sum.passed += passed
  sum.failed += failed
  sum.skipped += skipped
}

function summary(signal) {
  if (sum.files === 0) {
    console.log(
      patterns.length > 0 ? `no path of a test file contains ${patterns.join(' or ')}` : 'there are no tests',
    )
    sum.failed += 1
  }
  if (signal.aborted) {
    console.log(`interrupted by ${signal.reason}: not all tests were run`)
    sum.failed += 1
  }
  if (sum.skipped > 0) console.log(`\n${sum.skipped} skipped: see above`)
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`)
  if (signal.aborted) return signal.reason === 'SIGINT' ? 130 : 143
  return sum.failed === 0 ? 0 : 1
}
