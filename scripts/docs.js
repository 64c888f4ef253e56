import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readied } from './readied.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const write = (name, text) => writeFile(join(root, name), text)

/** `npm run docs`: the generated pages of docs, docs/*.schema.json, and what `show` prints of each case (fixtures/show). */
await readied('build', async () => {
  const { shownText } = await import('../dist/src/cli/command/show.js')
  const { allCases } = await import('../dist/src/plan/catalogue.js')
  const { generatedPages } = await import('./generated-pages.js')
  const { jsonSchemas } = await import('./json-schemas.js')
  for (const [name, text] of Object.entries(await generatedPages())) await write(`docs/${name}`, text)
  for (const [name, text] of Object.entries(await jsonSchemas())) await write(`docs/${name}`, text)

  // No QEMU and no guest image may be found, or the text would name them.
  const cache = await mkdtemp(join(tmpdir(), 'cfc-docs-'))
  Object.assign(process.env, { XDG_CACHE_HOME: cache, PATH: '', CHARDEV_FC_QEMU: '' })
  for (const { id } of await allCases())
    await write(`fixtures/show/${id}.txt`, (await shownText(id, { accel: 'kvm' })).text)
  const script = await shownText('unix-server', { accel: 'kvm', script: true })
  await write('fixtures/show/unix-server.sh', script.text)
  await rm(cache, { recursive: true })
  return 0
})
