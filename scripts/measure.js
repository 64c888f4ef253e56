import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const path = fileURLToPath(new URL('../docs/measured.json', import.meta.url))

/**
 * `npm run measure -- RESULTS…`: adds what `run --json` or `matrix --json` printed into these files to docs/measured.json,
 * case by case. What was not as documented is named, and not added.
 */
const measured = JSON.parse(await readFile(path, 'utf8'))
for (const file of process.argv.slice(2)) {
  for (const result of JSON.parse(await readFile(file, 'utf8')).results) {
    const { version } = result.qemu
    if (result.outcome !== 'skip' && !result.expected) {
      console.error(`${result.case} on ${version}: ${result.outcome}, not recorded`)
      continue
    }
    const seen = { ...measured.versions[version] }
    seen[result.case] = {
      outcome: result.outcome,
      symptom: result.symptom,
      acceptedBytes: result.numbers.acceptedBytes,
      because: result.because,
    }
    measured.versions[version] = Object.fromEntries(Object.entries(seen).sort())
  }
}
await writeFile(path, `${JSON.stringify(measured, null, 2)}\n`)
