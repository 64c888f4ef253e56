import { fileURLToPath } from 'node:url'
import { $ } from 'zx'

const root = fileURLToPath(new URL('..', import.meta.url))
const stdio = ['ignore', 'pipe', 'pipe']
const env = { ...process.env, NO_COLOR: '1' } // the output is printed by us, and into logs
const run = $({ cwd: root, env, preferLocal: root, nothrow: true, quiet: true, stdio })

/** Each resolves with null, or with a text of what is wrong. */
const checks = {
  types: async () =>
    failure(await run`tsc -p . --noEmit --pretty false --tsBuildInfoFile dist/.types.tsbuildinfo`),
  style: async () => failure(await run`biome ci --colors=off --error-on-warnings .`),
  promises: async () => failure(await run`eslint --max-warnings 0 .`),
  layers: async () => layers(await run`depcruise --output-type json src cases images test bin scripts`),
  unused: async () => failure(await run`knip --no-progress`),
}

/**
 * Runs the static checks in parallel and prints one line for each as it ends, with what is wrong.
 *
 * @param {{ without?: string[] }} settings
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function staticChecks({ without = [] } = {}) {
  const chosen = Object.entries(checks).filter(([name]) => !without.includes(name))
  const outcomes = await Promise.all(
    chosen.map(async ([name, check]) => {
      const began = performance.now()
      const wrong = await check()
      const seconds = ((performance.now() - began) / 1000).toFixed(1)
      console.log(`${wrong === null ? '✔' : '✖'} ${name.padEnd(8)} ${seconds.padStart(5)} s`)
      if (wrong !== null) console.log(`${wrong.trimEnd().replace(/^/gm, '    ')}\n`)
      return wrong === null
    }),
  )
  const passed = outcomes.filter(outcome => outcome).length
  return { passed, failed: outcomes.length - passed }
}

function failure({ exitCode, signal, stdout, stderr }) {
  return exitCode === 0
    ? null
    : `${stdout}${stderr}`.trim() || `ended with ${exitCode ?? signal} and printed nothing`
}

/** The check fails, too, if dependency-cruiser did not read our modules: it would find no violation then. */
function layers({ exitCode, stdout, stderr }) {
  let report
  try {
    report = JSON.parse(stdout)
  } catch {
    return `dependency-cruiser ended with ${exitCode} and no report:\n${stderr}${stdout.slice(0, 2000)}`
  }
  const ours = report.modules.filter(({ source }) => /^(src|cases|images|test)\/.*\.ts$/.test(source))
  if (report.summary.totalCruised === 0 || ours.length === 0)
    return 'dependency-cruiser read none of our modules'
  if (!ours.some(({ dependencies }) => dependencies.length > 0))
    return 'dependency-cruiser saw no import at all'
  const wrongs = report.summary.violations.map(({ rule, from, to }) => `${from} → ${to}\n  ${rule.name}`)
  return wrongs.length === 0 && exitCode === 0
    ? null
    : wrongs.join('\n') || `ended with ${exitCode}: ${stderr}`
}
