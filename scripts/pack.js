import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readied } from './readied.js'

// Runs before and after `npm pack` and `npm publish`. TypeScript and the types are optional dependencies, because
// `npm ci --omit=dev` would leave out development dependencies and a checkout could not be compiled. The built package
// does not need them. npm packs the package.json that `prepack` leaves; `postpack` restores that of the checkout.
const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url))
const [manifest, kept] = [path('package.json'), path('dist/.package.json')]

restore() // The last run may have been killed.
if (process.argv[2] === 'before') await readied('start', async () => strip())

function strip() {
  const whole = readFileSync(manifest, 'utf8')
  writeFileSync(kept, whole)
  writeFileSync(manifest, stripped(whole))
  return 0
}

function restore() {
  if (!existsSync(kept)) return
  const whole = readFileSync(kept, 'utf8')
  if (readFileSync(manifest, 'utf8') === stripped(whole)) writeFileSync(manifest, whole)
  rmSync(kept)
}

function stripped(whole) {
  const { optionalDependencies: _, ...packed } = JSON.parse(whole)
  return `${JSON.stringify(packed, null, 2)}\n`
}
