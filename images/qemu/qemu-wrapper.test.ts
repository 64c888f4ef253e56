import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { qemuWrapper } from './qemu-wrapper.ts'

void t.test(
  'the wrapper starts the QEMU of its own folder, wherever that lies and however it is called',
  async t => {
    const top = mkdtempSync(join(tmpdir(), 'cfc-wrapper-'))
    t.teardown(() => rmSync(top, { recursive: true }))
    const dir = join(top, "odd 'name")
    for (const name of ['lib', 'bin']) mkdirSync(join(dir, name), { recursive: true })
    // Stands for the loader: a program that prints its arguments, one a line.
    writeFileSync(join(dir, 'lib/ld-linux-x86-64.so.2'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 })
    copyFileSync('/bin/true', join(dir, 'bin/qemu-system-x86_64'))
    writeFileSync(join(dir, 'qemu-system-x86_64'), qemuWrapper, { mode: 0o755 })
    symlinkSync(join(dir, 'qemu-system-x86_64'), join(top, 'link'))
    for (const path of [join(dir, 'qemu-system-x86_64'), join(top, 'link')]) {
      const lines = execFileSync(path, ['-m', '1 2'], { encoding: 'utf8' }).trimEnd().split('\n')
      t.ok(lines.includes(join(dir, 'bin/qemu-system-x86_64')), path)
      t.same(lines.slice(-2), ['-m', '1 2'], 'arguments stay whole')
    }
  },
)
