import t from 'tap'
import type { CellResult } from '../../src/model/contract/result.ts'
import { chardevFc } from '../support/command.ts'
import { ownDisk, ownOptions } from '../support/own-disk.ts'

void t.test('debugcon freezes a Debian of the user’s own, as documented', async t => {
  const disk = await ownDisk(t)
  if (disk === null) return
  const run = await chardevFc(['run', 'debugcon', '--json', ...ownOptions(disk)])
  t.equal(run.exitCode, 0, run.stderr)
  const [result] = (JSON.parse(run.stdout) as { results: [CellResult] }).results
  t.match(result, { outcome: 'fail', symptom: 'freeze', expected: true }, result.because)
  t.match(result.freeze, { revived: true, qmpAnswered: false })
})
