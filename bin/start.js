// `npm start`: sets up what is missing, then becomes the CLI. Plain JavaScript that an old Node can still read.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `chardev-fc: needs Node 20.19 or later, this is ${process.versions.node} (${process.execPath})`,
  )
  process.exitCode = 69
} else {
  const { readied } = await import('../scripts/readied.js')
  await readied('start', () => run(process.argv.slice(2)))
}

/** In this very process, so that signals reach the CLI and nobody stands between. */
async function run(args) {
  // npm changes into the package's folder: paths in the arguments are meant from where the person stands.
  if (process.env.npm_lifecycle_event === 'start' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD)
  process.argv = [process.execPath, 'chardev-fc', ...(args.length > 0 ? args : ['run', 'unix-server'])]
  await import('./chardev-fc.js')
  return process.exitCode
}
