import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { qemuWrapper } from './qemu-wrapper.ts'
import { run } from './shell.ts'

/** A folder like an installed QEMU's, whose loader prints what it was called with. */
function installed(t: { testdir(): string }) {
  const dir = join(t.testdir(), 'a folder')
  mkdirSync(join(dir, 'lib'), { recursive: true })
  const loader = '#!/bin/sh\nprintf "%s\\n" "$QEMU_MODULE_DIR" "${LD_PRELOAD-none}" "$@"\n'
  writeFileSync(join(dir, 'lib/ld-linux-x86-64.so.2'), loader)
  writeFileSync(join(dir, 'qemu-system-x86_64'), qemuWrapper)
  for (const name of ['lib/ld-linux-x86-64.so.2', 'qemu-system-x86_64']) chmodSync(join(dir, name), 0o755)
  return dir
}

function expected(dir: string, ...argv: string[]) {
  const loader = ['--inhibit-cache', '--library-path', `${dir}/lib`, `${dir}/bin/qemu-system-x86_64`]
  return `${[`${dir}/modules`, 'none', ...loader, '-L', `${dir}/firmware`, ...argv].join('\n')}\n`
}

void t.test(
  'QEMU gets its own loader, libraries, modules and firmware, and the arguments as given',
  async t => {
    const dir = installed(t)
    const { stdout, stderr } = await run([join(dir, 'qemu-system-x86_64'), '-name', 'two words', '', '*'])
    t.equal(stdout, expected(dir, '-name', 'two words', '', '*'))
    t.equal(stderr, '')
  },
)

void t.test('it is found by a relative path, along PATH and through symbolic links', async t => {
  const dir = installed(t)
  const link = join(dir, '../link')
  symlinkSync(join(dir, 'qemu-system-x86_64'), link)
  symlinkSync('link', `${link}2`)
  t.equal((await run([link])).stdout, expected(dir))
  t.equal((await run([`${link}2`])).stdout, expected(dir))
  t.equal((await run(['./qemu-system-x86_64'], { cwd: dir })).stdout, expected(`${dir}/.`))
  t.equal((await run(['env', `PATH=${dir}:/usr/bin:/bin`, 'qemu-system-x86_64'])).stdout, expected(dir))
})
