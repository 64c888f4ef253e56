import { execa } from 'execa'
import t from 'tap'
import { root } from './support/ci-checkout.ts'

const isOld = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } })`

for (const [command, stdout] of [
  [['bin/start.js'], ''],
  [['scripts/check.js'], ''],
  [['scripts/test.js'], '\n0 passed, 1 failed'],
  [['scripts/test.js', '--unit'], '\n0 passed, 1 failed'],
  [['scripts/test.js', '--long'], '\n0 passed, 1 failed'],
] as const) {
  void t.test(`${command.join(' ')} with an old Node: one line, and nothing is set up`, async t => {
    const args = ['--import', `data:text/javascript,${isOld}`, ...command]
    const run = await execa(process.execPath, args, { cwd: root, reject: false })
    t.match(run, { exitCode: 69, stdout })
    t.match(run.stderr, /^chardev-fc: needs Node 20\.19 or later, this is 18\.20\.4 \(\S+\)$/)
  })
}
