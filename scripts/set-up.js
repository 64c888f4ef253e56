import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, isBuilt } from './build.js'
import { areInstalled, installPackages } from './packages.js'
import { restoreManifest } from './packed-manifest.js'
import { SetUpError } from './set-up-error.js'
import { takeLock } from './set-up-lock.js'
import { unwritable } from './unwritable.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const exitCodes = { SIGINT: 130, SIGTERM: 143 }
/** The packages and the build of each level. */
const levels = {
  start: { packages: 'start', built: 'start' },
  compile: { packages: 'start', built: 'start' },
  packages: { packages: 'test', built: null },
  build: { packages: 'test', built: 'test' },
  test: { packages: 'test', built: 'test' },
}
/** Names this checkout to what a set-up process starts: the commands of a test run do not compile again. */
const variable = 'CHARDEV_FC_SET_UP'

/**
 * Sets up a checkout: installs npm packages and compiles sources if they are missing or out of date. Prints to stderr
 * what it does, and nothing if there is nothing to do. An interrupted set-up is repeated the next time. Throws
 * SetUpError. This file imports no packages: there may be none yet.
 *
 * @param {'start' | 'compile' | 'packages' | 'build' | 'test'} level to run the tool, to run it without installing
 *   packages, to check it (nothing is compiled), to compile all of it, or to test it
 */
export async function setUp(level) {
  if (level === 'compile' && process.env[variable] === root) return
  if (!isReady(level)) await interruptible(signal => makeReady(level, signal))
  if (levels[level].built !== null) process.env[variable] = root
}

async function interruptible(work) {
  const interruption = new AbortController()
  const interrupt = name => interruption.abort(new SetUpError(`interrupted by ${name}`, exitCodes[name]))
  for (const name of Object.keys(exitCodes)) process.on(name, interrupt)
  try {
    await work(interruption.signal)
  } catch (error) {
    if (interruption.signal.aborted) throw interruption.signal.reason
    throw unwritable(error, root) ?? error
  } finally {
    for (const name of Object.keys(exitCodes)) process.off(name, interrupt)
  }
}

async function makeReady(level, signal) {
  const { packages, built } = levels[level]
  const release = await takeLock(`${root}/dist/.set-up.lock`, {
    signal,
    waits: pid => console.error(`setting up: process ${pid} is already setting up this checkout; waiting`),
  })
  try {
    if (isReady(level)) return // Another process has done it meanwhile.
    restoreManifest()
    const began = performance.now()
    if (!areInstalled(root, packages)) {
      // Commands that are running would lose the packages that they have not loaded yet.
      if (level === 'compile')
        throw new SetUpError(`this checkout is not set up: run \`npm start\` in ${root}`)
      await installPackages(root, packages, signal)
    }
    if (built !== null && !isBuilt(root, built)) await build(root, built, signal)
    console.error(`set up in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  } finally {
    release()
  }
}

function isReady(level) {
  const { packages, built } = levels[level]
  // Every command asks for `compile`. To look at each package takes 10 ms, and those of the last build are still there.
  const hasPackages =
    level === 'compile' ? existsSync(`${root}/node_modules/.package-lock.json`) : areInstalled(root, packages)
  return hasPackages && (built === null || isBuilt(root, built))
}
