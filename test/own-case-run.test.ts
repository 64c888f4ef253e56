import { appendFileSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import t from 'tap'
import type { CellResult } from '../src/model/contract/result.ts'
import { chardevFc } from './support/command.ts'
import { changed, docs, folder } from './support/example.ts'
import { equipment } from './support/guest.ts'

function resultsIn(json: string): CellResult[] {
  return (JSON.parse(json) as { results: CellResult[] }).results
}

void t.test(
  'a file with the id of one of ours, below another version of us, is played and judged as itself',
  async t => {
    await equipment()
    const home = folder(t)
    const other = join(home, 'node_modules/chardev-fc')
    mkdirSync(other, { recursive: true })
    writeFileSync(
      join(other, 'package.json'),
      '{ "name": "chardev-fc", "version": "9.0.0", "main": "index.js" }',
    )
    writeFileSync(join(other, 'index.js'), "throw new Error('another version')\n")
    const path = changed(join(home, 'unix-server.mjs'))
    const env = { XDG_STATE_HOME: join(home, 'state') }
    const run = await chardevFc(['run', path, '--json', '--keep'], env)
    t.equal(run.exitCode, 0, run.stderr)
    const [result] = resultsIn(run.stdout)
    t.match(result, { case: 'unix-server', file: path, outcome: 'pass', expected: true })
    t.equal(result?.numbers.drainedBytes, 16 * 1024 ** 2, 'the file, and not our case of this name')
    const dir = result?.dir ?? ''
    t.match(basename(dir), /^unix-server-/)

    const again = await chardevFc(['judge', dir, '--json'], { ...env, PATH: '' })
    t.match(again, { exitCode: 0, stderr: '' })
    t.same(resultsIn(again.stdout)[0]?.findings, result?.findings)
    appendFileSync(path, '// changed\n')
    const later = await chardevFc(['judge', dir], env)
    t.match(later, {
      exitCode: 0,
      stderr: `${path} has changed since this run; judging by the present file`,
    })
    t.match(later.stdout, `case     ${path}`)
    t.notMatch(later.stdout, 'chardev-fc judge', 'it does not refer to itself')
    rmSync(path)
    const gone = await chardevFc(['judge', dir], env)
    t.match(gone, { exitCode: 64, stdout: '' })
    t.equal(gone.stderr, `chardev-fc: the case file of this run is missing: restore ${path}`)
  },
)

void t.test("a file's own judge judges a real run, and fails a journal with other bytes", async t => {
  await equipment()
  const home = folder(t)
  const path = join(home, 'foo arrives.mjs')
  copyFileSync(join(docs, 'examples/foo-arrives.mjs'), path)
  const env = { XDG_STATE_HOME: join(home, 'state') }
  const run = await chardevFc(['run', path, '--json', '--keep'], env)
  t.equal(run.exitCode, 0, run.stderr)
  const [result] = resultsIn(run.stdout)
  t.match(result, { case: 'foo arrives', outcome: 'pass' })
  t.match(
    result?.findings.find(({ name }) => name === 'begins'),
    { outcome: 'pass', because: "'foo' arrived" },
  )
  const journal = join(result?.dir ?? '', 'journal.jsonl')
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('"sample":"foo', '"sample":"fxo'))
  const again = await chardevFc(['judge', result?.dir ?? '', '--json'], env)
  t.equal(again.exitCode, 1, again.stderr)
  t.match(resultsIn(again.stdout)[0], { outcome: 'fail', symptom: 'loss', because: /wanted 'foo', .* 'fxo/ })
})

void t.test("a file's own backend is played", async t => {
  await equipment()
  const env = { XDG_STATE_HOME: join(folder(t), 'state') }
  const run = await chardevFc(['run', join(docs, 'examples/tcp-no-delay.mjs'), '--json', '--keep'], env)
  t.equal(run.exitCode, 0, run.stderr)
  const [result] = resultsIn(run.stdout)
  t.match(result, { outcome: 'pass' })
  t.match(readFileSync(join(result?.dir ?? '', 'command-line'), 'utf8'), /delay=off/)
})

void t.test('a script that throws is an error that names its line, on paper and on the guest', async t => {
  await equipment()
  const home = folder(t)
  const onPaper = changed(join(home, 'on-paper.mjs'), ['peer.drain', 'peer.drian'])
  const inGuest = changed(join(home, 'in-guest.mjs'), [
    'await dd.exit(0)',
    'await guest.run`no-such-command`',
  ])
  const { exitCode, stdout } = await chardevFc(['run', onPaper, inGuest, '--json'], { XDG_STATE_HOME: home })
  t.equal(exitCode, 69)
  const because = [
    `${onPaper}:16: TypeError: peer.drian is not a function`,
    `${inGuest}:17: the guest cannot run the command of job2 (status 127)`,
  ]
  t.same(
    resultsIn(stdout).map(({ outcome, expected, because }) => ({ outcome, expected, because })),
    because.map(because => ({ outcome: 'error', expected: undefined, because })),
  )
})
