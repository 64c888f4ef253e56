#!/usr/bin/env node
import { existsSync } from 'node:fs'
import * as nodeModule from 'node:module'
import { fileURLToPath } from 'node:url'

const main = new URL('../dist/src/cli/main.js', import.meta.url)
const packages = new URL('../node_modules/', import.meta.url)
const root = fileURLToPath(new URL('..', import.meta.url))

// As a package the tool comes built, and its packages lie elsewhere: only a checkout needs setting up.
const isCheckout = existsSync(new URL('../tsconfig.json', import.meta.url))

if (isCheckout && !(existsSync(main) && existsSync(packages))) {
  console.error(`chardev-fc: this checkout is not set up: run \`npm start\` in ${root}`)
  process.exitCode = 69
} else {
  nodeModule.enableCompileCache?.() // Node 22.8 and later
  const cli = await import(main.href)
  process.exitCode = await cli.main(process.argv.slice(2))
}
