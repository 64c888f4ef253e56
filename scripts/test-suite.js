import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { testFiles } from './test-files.js'
import { suites } from './test-suites.js'

const dist = fileURLToPath(new URL('../dist', import.meta.url))
const allowedSkips = JSON.parse(readFileSync(new URL('../test/allowed-skips.json', import.meta.url), 'utf8'))

/** Tests of pure code share one process per folder: a small file takes longer to load Node and tap than to run. */
const pure = /^src\/(judge|model|plan|report|verbs)(?=\/)/

/**
 * Runs the files of a suite whose path contains one of the patterns, and shows each file's outcome.
 *
 * @param {keyof typeof suites} name
 * @param {{ patterns: string[], signal: AbortSignal, add: (outcome: object) => void }} settings
 */
export async function runSuite(name, { patterns, signal, add }) {
  const { has, jobs, timeoutMs } = suites[name]
  const isChosen = path => patterns.length === 0 || patterns.some(pattern => path.includes(pattern))
  const files = compiledTests().filter(file => has(sourceOf(file)) && isChosen(sourceOf(file)))
  if (files.length > 0) console.log(`\ntests, ${name}: ${filesText(files)}`)
  const groupOf = file => pure.exec(sourceOf(file))?.[0] ?? file
  const queue = [...new Set(files.map(groupOf))].map(group => files.filter(file => groupOf(file) === group))
  await Promise.all(
    Array.from({ length: jobs }, async () => {
      for (let group = queue.shift(); group !== undefined && !signal.aborted; group = queue.shift()) {
        const began = performance.now()
        const { passed, skips, failures, stderr } = await testFiles(group, { timeoutMs, signal })
        failures.push(...skips.flatMap(skip => complaintAbout(skip, group)))
        show(group, { passed, skips, failures, stderr }, (performance.now() - began) / 1000)
        add({ passed, failed: failures.length, skipped: skips.length, files: group.length })
      }
    }),
  )
}

/** Test files that no suite runs. */
export function strayTests() {
  const isRun = path => Object.values(suites).some(({ has }) => has(path))
  return compiledTests()
    .map(sourceOf)
    .filter(path => !isRun(path))
}

function compiledTests() {
  if (!existsSync(dist)) return []
  return readdirSync(dist, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.test.js'))
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}

function sourceOf(file) {
  return relative(dist, file).replace(/\.js$/, '.ts')
}

/** In CI a skip is a failure unless the repository allows it. */
function complaintAbout({ name, why }, files) {
  const isAllowed = allowedSkips.some(({ file, test }) => files.map(sourceOf).includes(file) && test === name)
  if (process.env.CI !== 'true' || isAllowed) return []
  return [`${name}: skipped (${why}), which test/allowed-skips.json does not allow`]
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

function nameOf(files) {
  const [file] = files
  return files.length === 1 ? sourceOf(file) : `${pure.exec(sourceOf(file))[0]} (${filesText(files)})`
}

function filesText({ length }) {
  return `${length} ${length === 1 ? 'file' : 'files'}`
}
