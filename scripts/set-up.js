import { fileURLToPath } from 'node:url'
import { build, isBuilt } from './build.js'
import { areInstalled, installPackages } from './packages.js'
import { SetUpError } from './set-up-error.js'
import { takeLock } from './set-up-lock.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const exitCodes = { SIGINT: 130, SIGTERM: 143 }

/**
 * Makes a checkout ready: npm packages and compiled sources, as far as they are missing or out of date.
 * Says on stderr what it does; does and says nothing when all is ready. Cut short, it is done again next time.
 * Throws SetUpError. No package is imported here: there are none yet.
 *
 * @param {'start' | 'packages' | 'test'} level what is wanted: to run the tool, to check it (nothing compiled), to test it
 */
export async function setUp(level) {
  if (isReady(level)) return
  const interruption = new AbortController()
  const interrupt = name => interruption.abort(new SetUpError(`interrupted by ${name}`, exitCodes[name]))
  for (const name of Object.keys(exitCodes)) process.on(name, interrupt)
  try {
    await makeReady(level, interruption.signal)
  } catch (error) {
    throw interruption.signal.aborted ? interruption.signal.reason : error
  } finally {
    for (const name of Object.keys(exitCodes)) process.off(name, interrupt)
  }
}

async function makeReady(level, signal) {
  const release = await takeLock(`${root}/dist/.set-up.lock`, {
    signal,
    waits: pid => console.error(`setting up: process ${pid} is already setting up this checkout; waiting`),
  })
  try {
    if (isReady(level)) return // somebody else has done it meanwhile
    const began = performance.now()
    if (!areInstalled(root, packagesOf(level))) await installPackages(root, packagesOf(level), signal)
    if (level !== 'packages' && !isBuilt(root, level)) await build(root, level, signal)
    console.error(`set up in ${((performance.now() - began) / 1000).toFixed(1)} s`)
  } finally {
    release()
  }
}

function isReady(level) {
  return areInstalled(root, packagesOf(level)) && (level === 'packages' || isBuilt(root, level))
}

function packagesOf(level) {
  return level === 'start' ? 'start' : 'test'
}
