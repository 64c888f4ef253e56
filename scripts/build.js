import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { filesBelow, inputs, sourceFolders } from './build-inputs.js'
import { runQuietly } from './run-quietly.js'
import { SetUpError } from './set-up-error.js'

const buildInfo = 'dist/.tsbuildinfo'
const stamp = 'dist/.built.json'

/**
 * Whether dist is the result of compiling the present content of the sources.
 *
 * @param {string} root
 * @param {'start' | 'test'} level `test` includes the compiled tests and benchmarks
 */
export function isBuilt(root, level) {
  const built = readStamp(root)
  return built !== null && built.buildInfo === buildInfoTime(root) && built[level] === inputs(root, level)
}

/**
 * Compiles what has changed, or everything after an incomplete build.
 *
 * @param {string} root
 * @param {'start' | 'test'} level
 * @param {AbortSignal} signal
 */
export async function build(root, level, signal) {
  console.error('setting up: compiling TypeScript → dist')
  if (readStamp(root) === null) rmSync(join(root, buildInfo), { force: true })
  rmSync(join(root, stamp), { force: true })
  const made = { start: inputs(root, 'start'), ...(level === 'test' ? { test: inputs(root, 'test') } : {}) }
  const project = level === 'test' ? 'tsconfig.json' : 'tsconfig.build.json'
  const args = ['node_modules/typescript/bin/tsc', '-p', project]
  const { code, output } = await runQuietly(process.execPath, args, { cwd: root, signal })
  signal.throwIfAborted()
  // TS5033: a file in dist cannot be written.
  const [, message, reason] = /TS5033: (.*?\b(E[A-Z]+): .*?)\.?$/m.exec(output) ?? []
  if (reason !== undefined) throw Object.assign(new Error(message), { code: reason })
  if (code !== 0) throw new SetUpError(`the sources do not compile:\n${output.trimEnd()}`)
  removeOrphans(root)
  writeFileSync(
    join(root, stamp),
    `${JSON.stringify({ ...made, buildInfo: buildInfoTime(root) }, null, 2)}\n`,
  )
}

/** Removes compiled files without a source, which would still be cases or tests. */
function removeOrphans(root) {
  for (const folder of sourceFolders) {
    for (const file of filesBelow(join(root, 'dist', folder))) {
      const source = join(root, relative(join(root, 'dist'), file)).replace(/\.(js(\.map)?|d\.ts)$/, '.ts')
      if (source.endsWith('.ts') && !existsSync(source)) rmSync(file)
    }
  }
}

/** The stamp of the last build; null after an incomplete build, or if dist was cleared. */
function readStamp(root) {
  if (!existsSync(join(root, 'dist/src/cli/main.js'))) return null
  try {
    return JSON.parse(readFileSync(join(root, stamp), 'utf8'))
  } catch {
    return null
  }
}

/** Changes if tsc is run by hand: the stamp no longer applies then. */
function buildInfoTime(root) {
  return statSync(join(root, buildInfo), { throwIfNoEntry: false })?.mtimeMs ?? null
}
