import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { missingPrograms } from '../images/packages/missing-programs.ts'
import { installQemu, upgradeQemu } from '../images/qemu/debian-qemu.ts'
import { InfraError, UsageError } from '../src/model/errors.ts'
import { type Mirror, type Spoil, startMirror, untrustedKey } from './support/mirror.ts'

// The mirror is on this machine: a proxy that its apt goes through does not lead there.
const direct = join(t.testdir({ direct: 'Acquire::http::Proxy::127.0.0.1 "DIRECT";\n' }), 'direct')
process.env['APT_CONFIG'] = direct

const missing = await missingPrograms(['apt-get', 'dpkg-deb'])
const skip = missing.length > 0 && `no ${missing.join(', ')}`

const changed: Spoil = (content, response) => {
  const other = Buffer.from(content)
  const at = Math.floor(other.length / 2)
  other[at] = (other[at] ?? 0) ^ 1
  response.end(other)
}
const cutShort: Spoil = (content, response) => {
  response.writeHead(200, { 'content-length': content.length })
  response.write(content.subarray(0, content.length / 2), () => response.destroy())
}
const refused: Spoil = (_, response) => response.writeHead(403).end()
const gone: Spoil = (_, response) => response.writeHead(404).end()

/** What came of an installation from a mirror: always an error here, for it has no QEMU. */
async function installed(t: Test, { root }: Mirror, source = 'native'): Promise<Error> {
  const cache = t.testdir()
  const error = await installQemu({ source, cache, root, onProgress: () => undefined }).then(
    () => new Error('it was installed'),
    error => error,
  )
  const left = readdirSync(cache, { recursive: true }).filter(path => !['tmp', 'qemu'].includes(String(path)))
  t.strictSame(left, [], 'nothing is left, least of all half a QEMU')
  t.notMatch(error.message, /\n/, 'one line')
  return error
}

function isInfraError(t: Test, error: Error, message: RegExp): void {
  t.ok(error instanceof InfraError, error.constructor.name)
  t.match(error.message, message)
}

void t.test('from a mirror that is well, it comes as far as what is in the package', { skip }, async t => {
  const mirror = await startMirror(t)
  for (const source of ['native', 'debian:newer']) {
    const error = await installed(t, mirror, source)
    isInfraError(t, error, /the packages of this release do not contain \/usr\/bin\/qemu-system-x86_64/)
  }
})

void t.test(
  'an upgrade fetches only what has changed, and keeps the old QEMU if it fails',
  { skip },
  async t => {
    const { root } = await startMirror(t)
    for (const [version, message] of [
      ['1', null],
      ['0', /do not contain/],
    ] as const) {
      const packages = [{ name: 'qemu-system-x86', version, sha256: '' }]
      const manifest = JSON.stringify({ source: 'debian:newer', version: '7.2.22', packages })
      const cache = t.testdir({
        qemu: { 'debian-newer': { 'qemu-system-x86_64': '', 'manifest.json': manifest } },
      })
      const events: string[] = []
      const onProgress = (event: unknown) => void events.push(String(event))
      const upgraded = upgradeQemu({ source: 'debian:newer', cache, root, onProgress })
      if (message === null) {
        t.match(await upgraded, { label: 'debian-newer', version: '7.2.22' })
        t.match(events.at(-1), 'QEMU 7.2.22 (debian-newer) is up to date')
      } else await t.rejects(upgraded, { message })
      t.equal(readFileSync(join(cache, 'qemu/debian-newer/manifest.json'), 'utf8'), manifest)
    }
  },
)

void t.test('a suite that is not there', { skip }, async t => {
  const error = await installed(t, await startMirror(t), 'debian:nosuch')
  t.ok(error instanceof UsageError)
  t.match(error.message, /there is no suite 'nosuch' at http:.*: it is misspelt or retired/)
})

void t.test('a signature of other lists, and one by an untrusted key', { skip }, async t => {
  const mirror = await startMirror(t)
  mirror.spoil('dists/stable/InRelease', changed)
  isInfraError(t, await installed(t, mirror), /the package lists of native are not signed by a key/)

  const strange = await startMirror(t)
  writeFileSync(strange.keyring, await untrustedKey())
  isInfraError(t, await installed(t, strange, 'debian:newer'), /are not signed by a key this machine trusts/)
})

void t.test('lists that are not those which were signed', { skip }, async t => {
  const mirror = await startMirror(t)
  mirror.spoil('Packages', changed)
  isInfraError(t, await installed(t, mirror), /cannot fetch the package lists of native from http.*Hash Sum/)
})

void t.test('a package that is changed, cut short, refused, gone', { skip }, async t => {
  for (const [how, words] of [
    [changed, /Hash Sum mismatch/],
    [cutShort, /cannot fetch qemu-system-x86 from native: apt says "E: /],
    [refused, /403 +Forbidden/],
    [gone, /404 +Not Found/],
  ] as const) {
    const mirror = await startMirror(t)
    mirror.spoil('.deb', how)
    isInfraError(t, await installed(t, mirror), words)
  }
})

void t.test('who waits no longer leaves nothing', { skip }, async t => {
  const mirror = await startMirror(t)
  const cache = t.testdir()
  const controller = new AbortController()
  mirror.spoil('.deb', () => controller.abort(new Error('enough')))
  const options = { source: 'native', cache, root: mirror.root, onProgress: () => undefined }
  await t.rejects(installQemu({ ...options, signal: controller.signal }), { message: 'enough' })
  t.strictSame(readdirSync(join(cache, 'tmp')), [])
})
