#!/usr/bin/env node
import { existsSync } from 'node:fs'
import * as nodeModule from 'node:module'

// The published package is built already. What a checkout runs is compiled from its present sources, or nothing.
if (existsSync(new URL('../tsconfig.json', import.meta.url))) {
  const { readied } = await import('../scripts/readied.js')
  await readied('compile', run)
} else {
  process.exitCode = await run()
}

async function run() {
  nodeModule.enableCompileCache?.() // Node 22.8 and later
  const { main } = await import('../dist/src/cli/main.js')
  return main(process.argv.slice(2))
}
