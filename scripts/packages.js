import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runQuietly } from './run-quietly.js'
import { SetUpError } from './set-up-error.js'

/** The measured sizes of what npm downloads and installs, for the progress message. */
const sizes = { start: 'about 10 MB to fetch, 40 MB on disk', test: 'about 90 MB to fetch, 355 MB on disk' }

/**
 * Whether node_modules has the packages of package-lock.json. npm writes node_modules/.package-lock.json last, so an
 * incomplete installation has none.
 *
 * @param {string} root
 * @param {'start' | 'test'} level `test` includes the development packages
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
  // Installed development packages are kept.
  const level = 'node_modules/tap' in readInstalled(root) ? 'test' : asked
  const why = level === 'test' ? 'to build, check and test' : 'to build and run'
  const count = needed(root, level).filter(([, { isSpareable }]) => !isSpareable).length
  console.error(`setting up: ${count} npm packages ${why} (${sizes[level]}) → node_modules`)
  rmSync(join(root, 'node_modules/.package-lock.json'), { force: true })
  // No package needs its install scripts, and without them none can run code during installation.
  const args = [
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=warn', // `npm start --silent` would silence it, too
    ...(level === 'test' ? [] : ['--omit=dev']),
  ]
  const { code, output } = await runQuietly('npm', args, { cwd: root, signal }).catch(error => {
    throw new SetUpError(`cannot run npm (${error.message}): install it, it comes with Node`)
  })
  signal.throwIfAborted()
  if (code !== 0) throw npmError(root, code, output)
  // npm (9 and 11) only warns of files that it could not write, and counts the package as installed.
  const [, message, reason] = /TAR_ENTRY_ERROR ((E[A-Z]+): .*)/.exec(output) ?? []
  if (reason === undefined) return
  rmSync(join(root, 'node_modules/.package-lock.json'), { force: true })
  throw Object.assign(new Error(`\`npm ci\` failed: ${message}`), { code: reason })
}

function needed(root, level) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  // Optional packages are those of other platforms, and those that build the tool, which only the built package can omit.
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
    return {} // missing or incomplete: install again
  }
}

/** npm names the code, the call and the path of a file that it cannot write, which may be in its cache. */
function npmError(root, exitCode, output) {
  const said = name => new RegExp(`^npm (?:error|ERR!) ${name} (.*)`, 'm').exec(output)?.[1]
  const [code, path] = [said('code'), said('path')]
  if (path === undefined || !/^E[A-Z]+$/.test(code))
    return new SetUpError(`\`npm ci\` failed with ${exitCode}:\n${firstErrors(output)}`)
  const message = `\`npm ci\` failed: ${code}: ${said('syscall')} '${path}'`
  if (path.startsWith(`${root}/`)) return Object.assign(new Error(message), { code })
  return new SetUpError(`${message}; set npm_config_cache to a folder that you can write to`)
}

/** The first lines of npm's errors; pages of advice follow them. */
function firstErrors(output) {
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
