import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCleartextMessage, generateKey, sign } from 'openpgp'
import type { Test } from 'tap'

/** What a mirror, or who stands before it, does to a file on its way. */
export type Spoil = (content: Buffer, response: ServerResponse) => void

/** A signed archive of Debian's form with the suites `stable` and `newer`, at an address of this machine. */
export interface Mirror {
  /** A root folder whose apt knows this mirror, and trusts its key. */
  readonly root: string
  /** With that key. */
  readonly keyring: string
  /** From now on, files whose path ends so are spoilt. */
  spoil(end: string, how: Spoil): void
}

/** Making one takes a second. */
let mirrorsKey: ReturnType<typeof newKey> | undefined

const deb = 'pool/qemu-system-x86_1_amd64.deb'

/** Starts a mirror. Its one package is called as QEMU's is, and holds no QEMU. */
export async function startMirror(t: Test): Promise<Mirror> {
  const folder = mkdtempSync(join(tmpdir(), 'cfc-mirror-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  mirrorsKey ??= newKey()
  const { publicKey, privateKey } = await mirrorsKey
  const files = new Map<string, Buffer>([[deb, packed(folder)]])
  for (const suite of ['stable', 'newer']) {
    const packages = Buffer.from(packagesFile(files.get(deb) ?? Buffer.of()))
    files.set(`dists/${suite}/main/binary-amd64/Packages`, packages)
    const message = await createCleartextMessage({ text: releaseFile(suite, packages) })
    files.set(`dists/${suite}/InRelease`, Buffer.from(await sign({ message, signingKeys: privateKey })))
  }
  const spoilt: { end: string; how: Spoil }[] = []
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace('/debian/', '')
    const content = files.get(path)
    const found = spoilt.find(({ end }) => path.endsWith(end))
    if (content === undefined) response.writeHead(404).end()
    else if (found === undefined) response.end(content)
    else found.how(content, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const root = join(folder, 'root')
  write(join(root, 'etc/os-release'), 'ID=debian\nVERSION_CODENAME=stable\n')
  const { port } = server.address() as AddressInfo
  const keyring = join(root, 'usr/share/keyrings/debian-archive-keyring.gpg')
  write(keyring, publicKey)
  const source = `deb [signed-by=${keyring}] http://127.0.0.1:${port}/debian stable main\n`
  write(join(root, 'etc/apt/sources.list'), source)
  return { root, keyring, spoil: (end, how) => spoilt.push({ end, how }) }
}

/** Another key of the same form, of somebody whom nobody trusts. */
export async function untrustedKey(): Promise<Uint8Array> {
  return (await newKey()).publicKey
}

async function newKey() {
  const { publicKey, privateKey } = await generateKey({
    userIDs: [{ name: 'A Mirror', email: 'mirror@example.org' }],
    ...{ type: 'rsa', rsaBits: 3072, format: 'object' },
  })
  return { publicKey: publicKey.write(), privateKey }
}

function packed(folder: string): Buffer {
  const control =
    'Package: qemu-system-x86\nVersion: 1\nArchitecture: amd64\nMaintainer: a <a@example.org>\nDescription: a\n'
  write(join(folder, 'package/DEBIAN/control'), control)
  write(join(folder, 'package/usr/share/doc/qemu'), 'no program\n')
  const path = join(folder, 'package.deb')
  execFileSync('dpkg-deb', ['--root-owner-group', '-b', join(folder, 'package'), path])
  return readFileSync(path)
}

function packagesFile(content: Buffer): string {
  return `Package: qemu-system-x86
Version: 1
Architecture: amd64
Maintainer: a <a@example.org>
Description: a
Filename: ${deb}
Size: ${content.length}
SHA256: ${sha256(content)}
`
}

function releaseFile(suite: string, packages: Buffer): string {
  return `Origin: Debian
Suite: ${suite}
Codename: ${suite}
Date: ${new Date().toUTCString()}
Architectures: amd64
Components: main
SHA256:
 ${sha256(packages)} ${packages.length} main/binary-amd64/Packages
`
}

function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
}
