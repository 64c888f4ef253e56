import { parseArgs } from 'node:util'
import { readied } from './readied.js'

// `npm test [-- PATTERN…]`: static checks, unit tests, end-to-end tests; with patterns only the test files whose path
// contains one of them. `npm run test:unit`: the unit tests. `npm run test:long`: the tests that take minutes, which the
// others leave out. The last line is always `N passed, N failed`.
const { values: chosen, positionals: patterns } = parseArgs({
  options: { unit: { type: 'boolean', default: false }, long: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const isWhole = !chosen.unit && !chosen.long && patterns.length === 0

const sum = { passed: 0, failed: 0, skipped: 0, files: 0 }
const isReady = await readied('test', allTests)
if (!isReady) console.log('\n0 passed, 1 failed')

async function allTests() {
  const { runSuite, strayTests } = await import('./test-suite.js')
  const interruption = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => interruption.abort(name))
  const run = name => runSuite(name, { patterns, signal: interruption.signal, add })

  const bringing = import('./bring-programs.js').then(({ bringPrograms }) => bringPrograms())
  const fetching = bringing.then(() => (isWhole ? fetchTheRest() : undefined))
  if (chosen.long) await bringing.then(() => run('long'))
  else await Promise.all([isWhole && check(), bringing.then(() => run('unit'))])
  if (!chosen.unit && !chosen.long) {
    if (!interruption.signal.aborted) await fetching
    await run('without guests')
    await run('with guests')
  }
  for (const path of strayTests()) {
    console.log(`✖ ${path}: no suite runs it`)
    add({ passed: 0, failed: 1 })
  }
  return summary(interruption.signal)
}

/** The types were checked when the tests were compiled. */
async function check() {
  const { staticChecks } = await import('./static-checks.js')
  add(await staticChecks({ without: ['types'] }))
}

/** Beside the unit tests it costs little time, and no test's limit. */
async function fetchTheRest() {
  const { fetchForTests } = await import('../dist/test/support/fetched.js')
  await fetchForTests()
}

function add({ passed, failed, skipped = 0, files = 0 }) {
  sum.passed += passed
  sum.failed += failed
  sum.skipped += skipped
  sum.files += files
}

async function summary(signal) {
  if (sum.files === 0 && !signal.aborted) {
    console.log(
      patterns.length > 0 ? `no path of a test file contains ${patterns.join(' or ')}` : 'there are no tests',
    )
    sum.failed += 1
  }
  if (signal.aborted) {
    console.log(`interrupted by ${signal.reason}: not all tests were run`)
    sum.failed += 1
  }
  const { cacheLine } = await import('./cache-line.js')
  console.log(`\n${await cacheLine()}`)
  if (sum.skipped > 0) console.log(`\n${sum.skipped} skipped: see above`)
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`)
  // Something may still be downloading.
  if (signal.aborted) process.exit(signal.reason === 'SIGINT' ? 130 : 143)
  return sum.failed === 0 ? 0 : 1
}
