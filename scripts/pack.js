import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readied } from './readied.js'

// Around `npm pack` and `npm publish`. What compiles a checkout (TypeScript, types) has to be an optional dependency,
// or `npm ci --omit=dev` would leave it out; but who installs the built package would get it all for nothing. npm packs
// the package.json that is there when `prepack` has ended; `postpack` puts the checkout's own back.
const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url))
const [manifest, kept] = [path('package.json'), path('dist/.package.json')]

restore() // before, too: the last one may have been killed
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
