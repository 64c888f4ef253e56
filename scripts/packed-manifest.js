import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// TypeScript and the types are optional dependencies, because `npm ci --omit=dev` would leave out development
// dependencies and a checkout could not be compiled. The built package does not need them. npm packs the package.json
// that `prepack` leaves; `postpack` restores that of the checkout.
const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url))
const [manifest, kept] = [path('package.json'), path('dist/.package.json')]

/** Makes package.json that of the package. */
export function stripManifest() {
  const whole = readFileSync(manifest, 'utf8')
  writeFileSync(kept, whole)
  writeFileSync(manifest, stripped(whole))
}

/** Makes package.json that of the checkout again, also after an `npm pack` that was killed. */
export function restoreManifest() {
  if (!existsSync(kept)) return
  const whole = readFileSync(kept, 'utf8')
  if (readFileSync(manifest, 'utf8') === stripped(whole)) writeFileSync(manifest, whole)
  rmSync(kept)
}

function stripped(whole) {
  const { optionalDependencies: _, ...packed } = JSON.parse(whole)
  return `${JSON.stringify(packed, null, 2)}\n`
}
