import { readied } from './readied.js'

await readied('packages', async () => {
  const { staticChecks } = await import('./static-checks.js')
  const { failed } = await staticChecks()
  return failed === 0 ? 0 : 1
})
