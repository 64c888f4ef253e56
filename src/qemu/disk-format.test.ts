import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { UsageError } from '../model/errors.ts'
import { diskFormat } from './disk-format.ts'

void t.test('the magic bytes of a disk give its format', async t => {
  const folder = t.testdir()
  const formatOf = (bytes: Buffer) => {
    const path = join(folder, 'disk')
    writeFileSync(path, bytes)
    return diskFormat(path)
  }
  const bootSector = Buffer.alloc(512)
  bootSector.set([0x55, 0xaa], 510)
  t.equal(await formatOf(Buffer.from('QFI\xfb\0\0\0\x03', 'latin1')), 'qcow2')
  t.equal(await formatOf(Buffer.from('QFI\xfb\0\0\0\x01', 'latin1')), 'qcow')
  t.equal(await formatOf(Buffer.from('KDMV\x01\0\0\0')), 'vmdk')
  t.equal(await formatOf(bootSector), 'raw')
  t.equal(await formatOf(Buffer.alloc(4096)), undefined, 'QEMU has to look itself')
  t.equal(await formatOf(Buffer.alloc(0)), undefined)
})

void t.test('anything but a disk is a one-line error', async t => {
  const folder = t.testdir()
  mkdirSync(join(folder, 'there'))
  for (const [name, why] of [
    ['missing.qcow2', /cannot be read .*ENOENT/],
    ['there', /neither a file nor a block device/],
  ] as const) {
    const error = await diskFormat(join(folder, name)).catch((error: unknown) => error)
    t.ok(error instanceof UsageError)
    t.match(String(error), why)
    t.match(String(error), /^UsageError: --image: /)
  }
})
