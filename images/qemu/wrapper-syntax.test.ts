import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { run } from '../packages/shell.ts'
import { qemuWrapper } from './qemu-wrapper.ts'

void t.test('sh takes the script', async t => {
  const path = join(t.testdir(), 'script')
  writeFileSync(path, qemuWrapper)
  t.same(await run(['sh', '-n', path]), { code: 0, stdout: '', stderr: '' })
})

void t.test('any folder and any argument go through as they are', async t => {
  const dir = join(t.testdir(), `a "b" $HOME 'c' \`d\` *`)
  mkdirSync(join(dir, 'lib'), { recursive: true })
  const loader = '#!/bin/sh\nprintf "%s\\n" "$QEMU_MODULE_DIR" "$LD_LIBRARY_PATH" "$@"\n'
  const argv = ['', 'a  b', '$HOME', "it's", '*', '"']
  for (const [name, text] of [
    ['lib/ld-linux-x86-64.so.2', loader],
    ['qemu-system-x86_64', qemuWrapper],
  ] as const) {
    writeFileSync(join(dir, name), text)
    chmodSync(join(dir, name), 0o755)
  }
  const { stdout } = await run([
    'env',
    'LD_LIBRARY_PATH=/elsewhere',
    join(dir, 'qemu-system-x86_64'),
    ...argv,
  ])
  const lines = stdout.slice(0, -1).split('\n')
  t.same(lines.slice(0, 2), [join(dir, 'modules'), ''])
  t.same(lines.slice(-argv.length), argv)
})
