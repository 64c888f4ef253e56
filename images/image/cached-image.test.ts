import { createHash } from 'node:crypto'
import t, { type Test } from 'tap'
import { missingPrograms } from '../packages/missing-programs.ts'
import { ensureImage } from './guest-image.ts'
import { recipeHash } from './guest-root.ts'
import { manifestText } from './image-archive.ts'

const text = 'a kernel, an initramfs'
const file = { sha256: createHash('sha256').update(text).digest('hex'), bytes: text.length }
const ours = await recipeHash()

const image = (name: string, recipe: string) => ({
  vmlinuz: text,
  initrd: text,
  'manifest.json': manifestText({
    name,
    recipe,
    release: 'native',
    kernelVersion: '6.1.0',
    modules: [],
    packages: [],
    files: { vmlinuz: file, initrd: file },
  }),
})

/** A bookworm with these images in its cache, by recipe. */
function found(t: Test, images: Record<string, string>): Promise<string> {
  const entries = Object.entries(images).map(([name, recipe]) => [name, image(name, recipe)] as const)
  const root = t.testdir({
    etc: {
      'os-release': 'ID=debian\nVERSION_CODENAME=bookworm\n',
      apt: { 'sources.list': 'deb http://mirror.invalid/debian bookworm main\n' },
    },
    cache: { images: Object.fromEntries(entries) },
  })
  // Whoever would build is stopped at its first program.
  const signal = AbortSignal.abort(new Error('builds'))
  const options = { cache: `${root}/cache`, root, onProgress: () => undefined, signal }
  return ensureImage(options).then(
    ({ name }) => name,
    ({ message }: Error) => message,
  )
}

const skip = (await missingPrograms(['apt-get', 'dpkg-deb'])).length > 0 && 'needs a machine with apt'

void t.test('which image a machine with apt uses', { skip }, async t => {
  const cases: [string, Record<string, string>][] = [
    ['builds', {}],
    ['builds', { 'debian-bookworm': 'another' }],
    ['builds', { 'fedora-40': 'another' }],
    ['debian-bookworm', { 'arch-1': ours, 'debian-bookworm': ours }],
    ['fedora-40', { 'fedora-40': ours }],
    ['fedora-40', { 'debian-bookworm': 'another', 'fedora-40': ours }],
    // Around the kernel of some machine: only who asks for that gets it.
    ['builds', { 'debian-bookworm-host-6.1': ours }],
  ]
  for (const [name, images] of cases) t.equal(await found(t, images), name, JSON.stringify(images))
})
