import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { casesPage } from './cases-page.js'

await writeFile(fileURLToPath(new URL('../docs/cases.md', import.meta.url)), await casesPage())
