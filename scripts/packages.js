import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runQuietly } from './run-quietly.js'
import { SetUpError } from './set-up-error.js'

/** Measured, for people who wait: what npm fetches, and what it takes up. */
const sizes = { start: 'about 10 MB to fetch, 40 MB on disk', test: 'about 90 MB to fetch, 355 MB on disk' }

/**
 * Whether what package-lock.json asks for is what npm last put into node_modules: npm writes
 * `.package-lock.json` there when all the rest is done, so a half-done installation has none.
 *
 * @param {string} root
 * @param {'start' | 'test'} level `test` wants the development packages too
 */
export function areInstalled(root, level) {
  const installed = readInstalled(root)
  return needed(root, level).every(([path, wanted]) => {
    const found = installed[path]
    if (found === undefined) return wanted.isSpareable
    return found.version === wanted.version && found.integrity === wanted.integrity
  })
}

/**
 * @param {string} root
 * @param {'start' | 'test'} asked
 * @param {AbortSignal} signal
 */
export async function installPackages(root, asked, signal) {
  // Who has the development packages keeps them.
  const level = 'node_modules/tap' in readInstalled(root) ? 'test' : asked
  const why = level === 'test' ? 'to build, check and test' : 'to build and run'
  const count = needed(root, level).filter(([, { isSpareable }]) => !isSpareable).length
  console.error(`setting up: ${count} npm packages ${why} (${sizes[level]}) → node_modules`)
  rmSync(join(root, 'node_modules/.package-lock.json'), { force: true })
  // No package of ours needs its scripts, and without them none can run anything while it is installed.
  const args = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    ...(level === 'test' ? [] : ['--omit=dev']),
  ]
  const { code, output } = await runQuietly('npm', args, { cwd: root, signal }).catch(error => {
    throw new SetUpError(`cannot run npm (${error.message}): install it, it comes with Node`)
  })
  signal.throwIfAborted()
  if (code !== 0) throw new SetUpError(`\`npm ci\` failed with ${code}:\n${gist(output)}`)
}

function needed(root, level) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  // Optional is what other machines need, and what builds the tool: that a user of the built package can do without.
  const builders = Object.keys(packages[''].optionalDependencies ?? {}).map(name => `node_modules/${name}`)
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && (level === 'test' || dev !== true))
    .map(([path, { version, integrity, optional, devOptional }]) => {
      const isSpareable = (optional || devOptional) === true && !builders.includes(path)
      return [path, { version, integrity, isSpareable }]
    })
}

function readInstalled(root) {
  try {
    return JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8')).packages
  } catch {
    return {} // none, or not whole: install again
  }
}

/** npm names the trouble first and ends with pages of advice: the end alone would not tell. */
function gist(output) {
  const lines = output.split('\n').filter(line => !/^(npm (error|ERR!))?\s*$/.test(line))
  const first = Math.max(
    0,
    lines.findIndex(line => /^npm (error|ERR!)/.test(line)),
  )
  return lines
    .slice(first, first + 12)
    .map(line => `  ${line}`)
    .join('\n')
}
