import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { $ } from 'zx'
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
const show = $({
  cwd: root,
  quiet: true,
  env: { XDG_CACHE_HOME: cache, PATH: '' },
  shell: '/bin/sh',
  prefix: '',
})
for (const { id } of await allCases()) {
  const { stdout } = await show`${process.execPath} bin/chardev-fc.js show ${id}`
  await write(`fixtures/show/${id}.txt`, stdout)
}
const { stdout } = await show`${process.execPath} bin/chardev-fc.js show unix-server --script`
await write('fixtures/show/unix-server.sh', stdout)
await rm(cache, { recursive: true })
