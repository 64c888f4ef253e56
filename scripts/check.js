// `npm run check`. An old Node must be able to parse this file.
import { isNodeTooOld } from './node-version.js'

if (!isNodeTooOld()) import('./readied.js').then(({ readied }) => readied('packages', check))

async function check() {
  const { staticChecks } = await import('./static-checks.js')
  const { failed } = await staticChecks()
  return failed === 0 ? 0 : 1
}
