import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { golden } from './golden.fixture.ts'

// Writes the golden journals anew, from the repository's root: node dist/src/judge/golden/golden-writer.fixture.js
const folder = join('fixtures', 'journals')
mkdirSync(folder, { recursive: true })
for (const [name, { history }] of Object.entries(golden)) {
  writeFileSync(join(folder, `${name}.jsonl`), history.map(fact => `${JSON.stringify(fact)}\n`).join(''))
}
const index = Object.fromEntries(Object.entries(golden).map(([name, { said }]) => [name, said]))
writeFileSync(join(folder, 'index.json'), `${JSON.stringify(index, null, 2)}\n`)
