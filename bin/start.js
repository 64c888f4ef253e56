// `npm start`: sets up what is missing, then runs the CLI. An old Node must be able to parse this file.
import { isNodeTooOld } from '../scripts/node-version.js'

if (!isNodeTooOld()) {
  import('../scripts/readied.js').then(({ readied }) => readied('start', () => run(process.argv.slice(2))))
}

/** Runs the CLI in this process, so that signals reach it. */
async function run(args) {
  // npm changes into the package's folder, but paths in the arguments are relative to the user's directory.
  if (process.env.npm_lifecycle_event === 'start' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
  process.argv = [process.execPath, 'chardev-fc', ...(args.length > 0 ? args : ['run', 'unix-server'])]
  await import('./chardev-fc.js')
  return process.exitCode
}
