import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { CellResult } from '../../src/model/contract/result.ts'
import { chardevFc } from '../support/command.ts'
import { ownDisk, ownOptions } from '../support/own-disk.ts'

void t.test('unix-server passes on a Debian of the user’s own, whose user is not root', async t => {
  const disk = await ownDisk(t)
  if (disk === null) return
  const home = mkdtempSync(join(tmpdir(), 'cfc-own-'))
  t.teardown(() => rmSync(home, { recursive: true }))
  const temp = join(home, 'tmp')
  mkdirSync(temp)
  const env = { XDG_STATE_HOME: home, TMPDIR: temp }
  const run = await chardevFc(['run', 'unix-server', '--json', ...ownOptions(disk)], env)
  t.equal(run.exitCode, 0, run.stderr)
  const [result] = (JSON.parse(run.stdout) as { results: [CellResult] }).results
  t.match(result, { case: 'unix-server', outcome: 'pass', expected: true }, result.because)
  t.ok((result.numbers.acceptedBytes ?? 0) > 180_000, 'more than a UNIX socket holds')
  t.same(readdirSync(temp), [], 'nothing is left, of -snapshot neither')
})
