import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { casesPage, withCasesTable } from './cases-page.js'
import { jsonSchemas } from './json-schemas.js'

/** `npm run docs`: docs/cases.md, README's table of cases, docs/*.schema.json. */
const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url))
await writeFile(path('docs/cases.md'), await casesPage())
await writeFile(path('README.md'), await withCasesTable(await readFile(path('README.md'), 'utf8')))
for (const [name, text] of Object.entries(await jsonSchemas())) await writeFile(path(`docs/${name}`), text)
