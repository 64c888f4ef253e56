import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { shownText } from '../dist/src/cli/command/show.js'
import { allCases } from '../dist/src/plan/catalogue.js'
import { casesPage } from './cases-page.js'
import { jsonSchemas } from './json-schemas.js'

/** `npm run docs`: docs/cases.md, docs/*.schema.json, and what `show` prints of each case (fixtures/show). */
const root = fileURLToPath(new URL('..', import.meta.url))
const write = (name, text) => writeFile(join(root, name), text)

await write('docs/cases.md', await casesPage())
for (const [name, text] of Object.entries(await jsonSchemas())) await write(`docs/${name}`, text)

// No QEMU and no guest image may be found, or the text would name them.
const cache = await mkdtemp(join(tmpdir(), 'cfc-docs-'))
Object.assign(process.env, { XDG_CACHE_HOME: cache, PATH: '', CHARDEV_FC_QEMU: '' })
for (const { id } of await allCases())
  await write(`fixtures/show/${id}.txt`, (await shownText(id, { accel: 'kvm' })).text)
const script = await shownText('unix-server', { accel: 'kvm', script: true })
await write('fixtures/show/unix-server.sh', script.text)
await rm(cache, { recursive: true })
