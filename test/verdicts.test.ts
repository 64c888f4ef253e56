import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { CellResult } from '../src/model/contract/result.ts'
import { exitCode } from '../src/report/exit-code.ts'
import { chardevFc } from './support/command.ts'
import { caseNamed, play } from './support/guest.ts'

interface Document {
  readonly results: readonly [CellResult]
}

void t.test('unix-server passes, with its numbers, and judging again says the same without QEMU', async t => {
  const state = mkdtempSync(join(tmpdir(), 'cfc-state-'))
  t.teardown(() => rmSync(state, { recursive: true }))
  const env = { XDG_STATE_HOME: state }
  const run = await chardevFc(['run', 'unix-server', '--json', '--keep'], env)
  t.equal(run.exitCode, 0, run.stderr)
  const [result] = (JSON.parse(run.stdout) as Document).results
  t.match(result, { case: 'unix-server', outcome: 'pass', expected: true, start: /^(warm|cold)$/ })
  t.ok((result.numbers.acceptedBytes ?? 0) > 180_000, 'more than a UNIX socket holds')
  t.equal(result.numbers.drainedBytes, 64 * 1024 ** 2)
  t.ok((result.numbers.longestSilenceMs?.ssh ?? 0) > 0)
  t.ok((result.numbers.longestSilenceMs?.serial ?? 0) > 0)

  const again = await chardevFc(['judge', result.dir ?? '', '--json'], { ...env, PATH: '' })
  t.equal(again.exitCode, 0, again.stderr)
  const [judged] = (JSON.parse(again.stdout) as Document).results
  for (const key of ['outcome', 'expected', 'because', 'findings', 'numbers'] as const) {
    t.same(judged[key], result[key], key)
  }
})

void t.test('debugcon freezes for real, as documented, and revives when the host reads', async t => {
  const debugcon = await caseNamed('debugcon')
  const { result, history } = await play(debugcon)
  t.match(result, { outcome: 'fail', symptom: 'freeze', expected: true })
  t.equal(exitCode([result]), 0)
  t.match(result.freeze, { revived: true, qmpAnswered: false })
  t.ok((result.freeze?.waitingBytes ?? 0) > 100, 'bytes were waiting')
  t.ok(history.some(fact => fact.kind === 'evidence' && fact.name === 'threads'))

  const { known: _, ...undocumented } = debugcon
  const surprise = await play(undocumented)
  t.match(surprise.result, { outcome: 'fail', symptom: 'freeze', expected: false })
  t.equal(exitCode([surprise.result]), 1)
})
