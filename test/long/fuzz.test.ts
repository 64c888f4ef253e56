import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import t from 'tap'

const runner = fileURLToPath(new URL('../../../scripts/test.js', import.meta.url))

void t.test('the fuzz tests of every reader, twenty times as long', async t => {
  const { exitCode, stdout } = await execa(process.execPath, [runner, '--unit', 'fuzz'], {
    env: { CHARDEV_FC_FUZZ: '20' },
    reject: false,
  })
  t.equal(exitCode, 0, stdout)
  t.comment(stdout.split('\n').at(-1))
})
