import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { InfraError, UsageError } from '../../model/errors.ts'
import { reportFile } from './report-file.ts'

function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'cfc-test-'))
  t.teardown(() => rmSync(path, { recursive: true, force: true }))
  return path
}

void t.test('a report takes the place of the last one when it is whole, and not before', async t => {
  const home = folder(t)
  const path = join(home, 'out.tap')
  writeFileSync(path, 'the last one')
  const file = reportFile(path)
  t.equal(readFileSync(path, 'utf8'), 'the last one')
  t.strictSame(readdirSync(home), ['out.tap'], 'nothing lies beside it meanwhile')
  file.replace('1..0\n')
  t.equal(readFileSync(path, 'utf8'), '1..0\n')
  t.strictSame(readdirSync(home), ['out.tap'])
})

void t.test('a report that is followed grows, from nothing', async t => {
  const path = join(folder(t), 'events.jsonl')
  writeFileSync(path, 'of the last run\n')
  const file = reportFile(path)
  file.append('1\n')
  t.equal(readFileSync(path, 'utf8'), '1\n')
  file.append('2\n')
  t.equal(readFileSync(path, 'utf8'), '1\n2\n')
})

void t.test('links lead on, pipes and devices are written to as they are', async t => {
  const home = folder(t)
  symlinkSync('real', join(home, 'link'))
  writeFileSync(join(home, 'real'), '')
  reportFile(join(home, 'link')).replace('through')
  t.equal(readFileSync(join(home, 'real'), 'utf8'), 'through')
  const null_ = reportFile('/dev/null')
  null_.replace('gone')
  null_.append('gone')
  t.strictSame(readdirSync(home).sort(), ['link', 'real'])
})

void t.test(
  'a pipe that nobody reads is refused at once; one that is read stays open to the end',
  async t => {
    const pipe = join(folder(t), 'pipe')
    spawnSync('mkfifo', [pipe])
    t.throws(() => reportFile(pipe), { message: /nothing reads this pipe/ })
    const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'inherit'] })
    t.teardown(() => reader.kill())
    const opened = await open(pipe, 'w') // waits for the reader to open it too
    const file = reportFile(pipe)
    await opened.close()
    file.append('1\n')
    file.append('2\n')
    let read = ''
    for await (const chunk of reader.stdout) {
      read += chunk
      if (read.endsWith('2\n')) break
    }
    t.equal(read, '1\n2\n')
    t.equal(reader.exitCode, null, 'the reader waits for more')
  },
)

void t.test('a place that cannot be written to is refused at once, in one line', async t => {
  const home = folder(t)
  mkdirSync(join(home, 'folder'))
  const code = 'E[A-Z]+: [^\\n]*'
  for (const [path, why] of [
    [join(home, 'no', 'such', 'out'), `there is no folder ${join(home, 'no', 'such')}`],
    [join(home, 'folder'), code],
    [join(home, 'folder', 'x'.repeat(300)), code],
  ] as const) {
    t.throws(() => reportFile(path), UsageError, path)
    t.throws(() => reportFile(path), new RegExp(`^--report: cannot write ${path}: ${why}$`))
  }
  t.strictSame(readdirSync(home), ['folder'])
})

void t.test('one that breaks later is a harness error, and leaves the last report', async t => {
  const home = folder(t)
  const path = join(home, 'sub', 'out')
  mkdirSync(join(home, 'sub'))
  const file = reportFile(path)
  rmSync(join(home, 'sub'), { recursive: true })
  t.throws(() => file.replace('x'), InfraError)
})

void t.test('a folder that may not be written to', async t => {
  const home = folder(t)
  chmodSync(home, 0o555)
  const module = new URL('./report-file.js', import.meta.url).href
  // Root may write everywhere.
  const script = `if (process.getuid() === 0) { process.setgid(65534); process.setuid(65534) }
    const { reportFile } = await import(${JSON.stringify(module)})
    try { reportFile(${JSON.stringify(join(home, 'out'))}); console.log('taken') } catch (error) { console.log(error.message) }`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  t.match(stdout, /^--report: cannot write .*\/out: EACCES: permission denied\n$/)
})
