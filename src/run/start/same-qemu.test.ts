import { rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { fileIdentity } from '../../qemu/binary/file-identity.ts'
import type { Qemu } from '../../qemu/binary/qemu.ts'
import { requireSameQemu } from './same-qemu.ts'

const signal = new AbortController().signal
const path = join(t.testdir(), 'qemu')
const versionText = 'QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)'

async function probed(more?: string): Promise<Qemu> {
  const identity = await fileIdentity(path, ...(more === undefined ? [] : [more]))
  return { path, version: '7.2.22', versionText, identity } as Qemu
}

function required(qemu: Qemu, [major, minor, micro]: readonly number[], name: string) {
  const answer = { qemu: { major, minor, micro }, package: name }
  return requireSameQemu(qemu, { execute: () => Promise.resolve(answer) } as never, signal)
}

void t.test('the QEMU that runs is the one that was probed', async t => {
  writeFileSync(path, '')
  const name = 'Debian 1:7.2+dfsg-7+deb12u18'
  await required(await probed(), [7, 2, 22], name)
  await required(await probed(versionText), [7, 2, 22], name)
  // Before 2.9.
  await required(await probed(), [7, 2, 22], ` (${name})`)
  await t.rejects(
    required(await probed(), [7, 2, 23], name),
    /it was .* 7\.2\.22 .*, and now it is 7\.2\.23 \(Debian/,
  )
  await t.rejects(required(await probed(), [7, 2, 22], 'v7.2.22-3-g0123456'), /now it is .*g0123456/)
})

void t.test('a file that was built again, or is gone', async t => {
  writeFileSync(path, '')
  const qemu = await probed()
  utimesSync(path, 1, 1)
  await t.rejects(required(qemu, [7, 2, 22], ''), { name: 'InfraError', message: /now the file has changed/ })
  rmSync(path)
  await t.rejects(required(qemu, [7, 2, 22], ''), { name: 'InfraError', message: /now the file has changed/ })
})
