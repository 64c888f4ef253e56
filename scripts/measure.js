import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { $ } from 'zx'

const root = fileURLToPath(new URL('..', import.meta.url))
const path = `${root}/docs/measured.json`

/** `npm run measure -- QEMU…`: runs all cases on each QEMU and writes the results to docs/measured.json. */
const run = $({ cwd: root, nothrow: true, stdio: ['ignore', 'pipe', 'inherit'] })
const measured = JSON.parse(await readFile(path, 'utf8'))
for (const qemu of process.argv.slice(2)) {
  const { stdout } = await run`node bin/chardev-fc.js run --all --json --qemu ${qemu}`
  const { results } = JSON.parse(stdout)
  for (const result of results) {
    if (result.outcome !== 'skip' && !result.expected) {
      console.error(`${result.case} on ${result.qemu.version}: ${result.outcome}, not recorded`)
      continue
    }
    const seen = { ...measured.versions[result.qemu.version] }
    seen[result.case] = {
      outcome: result.outcome,
      symptom: result.symptom,
      acceptedBytes: result.numbers.acceptedBytes,
      because: result.because,
    }
    measured.versions[result.qemu.version] = Object.fromEntries(Object.entries(seen).sort())
  }
}
await writeFile(path, `${JSON.stringify(measured, null, 2)}\n`)
