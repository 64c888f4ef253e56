import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { casesPage, withCasesTable } from './cases-page.js'

/** `npm run docs`: docs/cases.md, and README's table of cases. */
const path = name => fileURLToPath(new URL(`../${name}`, import.meta.url))
await writeFile(path('docs/cases.md'), await casesPage())
await writeFile(path('README.md'), await withCasesTable(await readFile(path('README.md'), 'utf8')))
