import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { ccacheEnvironment } from './ccache.ts'

void t.test('ccache, where installed: compiler names are links to it', async t => {
  const folder = t.testdir({ bin: {}, real: {} })
  const program = (name: string, text: string) => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  program('real/cc', 'echo compiled')
  const path = `${join(folder, 'real')}:/usr/bin:/bin`
  t.equal(await ccacheEnvironment(join(folder, 'real'), join(folder, 'links')), null)
  program('real/ccache', 'echo "ccache as $(basename $0) $*"')
  const env = await ccacheEnvironment(path, join(folder, 'links'))
  t.same(Object.keys(env ?? {}), ['PATH'], 'what ccache writes is what the compiler would')
  const { stdout } = await execa('sh', ['-c', 'cc -c a.c'], { env: env ?? {} })
  t.equal(stdout, 'ccache as cc -c a.c')
})
