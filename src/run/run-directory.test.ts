import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import t, { type Test } from 'tap'
import { ourselves, ownerName } from '../cache/owner.ts'
import { spawnKept } from '../cache/spawn-kept.ts'
import { InfraError, UsageError } from '../model/errors.ts'
import { liveRuns, reap } from './reap.ts'
import { RunDirectory } from './run-directory.ts'

function folder(t: Test): string {
  const path = mkdtempSync(join(tmpdir(), 'cfc-test-'))
  t.teardown(() => rmSync(path, { recursive: true }))
  return path
}

void t.test('a run directory is removed, or kept without its sockets', async t => {
  const runs = folder(t)
  const gone = new RunDirectory(runs, 'gone')
  gone[Symbol.dispose]()
  const kept = new RunDirectory(runs, 'kept')
  kept.write('verdict.json', '{}')
  const long = `${'x'.repeat(2e6)} the end`
  for (const name of ['qemu-stderr', 'journal.jsonl']) kept.write(name, long)
  kept.keep()
  kept[Symbol.dispose]()
  t.same(readdirSync(runs).length, 1)
  t.same(readdirSync(kept.path).sort(), ['journal.jsonl', 'qemu-stderr', 'verdict.json'])
  t.equal(statSync(kept.file('journal.jsonl')).size, long.length)
  t.match(readFileSync(kept.file('qemu-stderr'), 'utf8'), /^x{5,99999} the end$/, 'only its end')
  t.notOk(existsSync(kept.sockets))
})

void t.test('names that no folder can have, or that a shell would split, are replaced', async t => {
  const runs = folder(t)
  for (const [name, folderName] of [
    ['my case; rm', /^my-case-rm-/],
    ['../up\n', /^\.\.-up--/],
    ['x'.repeat(250), /^x{100}-/],
  ] as const) {
    using directory = new RunDirectory(runs, name)
    t.match(basename(directory.path), folderName)
    t.equal(dirname(directory.path), runs)
  }
})

void t.test('a socket path that is too long for the kernel is an error', async t => {
  const directory = new RunDirectory(folder(t), 'long')
  t.teardown(() => directory[Symbol.dispose]())
  t.throws(() => directory.socket('x'.repeat(108)), UsageError)
})

void t.test('a place that cannot be written to is an error that names its variable', async t => {
  const { TMPDIR } = process.env
  t.teardown(() => {
    delete process.env['TMPDIR']
    if (TMPDIR !== undefined) process.env['TMPDIR'] = TMPDIR
  })
  const home = folder(t)
  const file = join(home, 'file')
  writeFileSync(file, '')
  const error = (variable: string, code: string) => ({
    constructor: InfraError,
    message: new RegExp(`^cannot make a folder for the run \\(${code}: .*\\): set ${variable} to a folder`),
  })
  process.env['TMPDIR'] = home
  t.throws(() => new RunDirectory(join(file, 'runs'), 'x'), error('XDG_STATE_HOME', 'ENOTDIR'))
  t.same(readdirSync(home), ['file'], 'and nothing is left')
  process.env['TMPDIR'] = join(home, 'none')
  t.throws(() => new RunDirectory(join(home, 'runs'), 'x'), error('TMPDIR', 'ENOENT'))

  process.env['TMPDIR'] = relative(process.cwd(), home)
  using directory = new RunDirectory(join(home, 'runs'), 'x')
  t.equal(dirname(directory.sockets), home, 'QEMU has another current directory')
})

/** An owner that has ended: the pid was given out again. */
const dead = { ...ourselves(), startTime: '1' }

void t.test('what a killed run leaves is cleaned up, and only that', async t => {
  const runs = folder(t)
  const alive = new RunDirectory(runs, 'alive')
  t.teardown(() => alive[Symbol.dispose]())
  const names = ['dead', `.${ownerName(dead)}.Ab12Cd`, 'foreign', 'kept', `.${ownerName(ourselves())}.Ab12Cd`]
  for (const name of names) mkdirSync(join(runs, name))
  const sockets = mkdtempSync(join(tmpdir(), 'cfc-'))
  const write = (name: string, owner: object) =>
    writeFileSync(join(runs, name, 'owner.json'), JSON.stringify({ harness: owner, sockets }))
  write('foreign', { ...ourselves(), pidNamespace: '1' })
  t.same(reap(runs), [])
  t.ok(existsSync(sockets), 'a run in another container still has its sockets')
  write('dead', dead)
  t.same(reap(runs), [join(runs, 'dead')])
  t.notOk(existsSync(sockets))
  t.same(readdirSync(runs).sort(), [basename(alive.path), names[2], names[3], names[4]].sort())
})

void t.test('an owner file that we never write removes nothing', async t => {
  const [runs, home] = [folder(t), folder(t)]
  const write = (content: unknown) => {
    mkdirSync(join(runs, 'odd'), { recursive: true })
    writeFileSync(join(runs, 'odd', 'owner.json'), JSON.stringify(content))
  }
  const sockets = join(home, 'cfc-Ab12Cd')
  for (const folder of [home, join(sockets, '..'), `${sockets}/../.`, 'cfc-Ab12Cd', '', 5, null]) {
    write({ harness: dead, sockets: folder })
    t.same(reap(runs), [], `${folder}`)
  }
  for (const harness of [5, {}, { ...dead, pid: -1 }, { ...dead, pid: '../x' }, { ...dead, bootId: '.' }]) {
    write({ harness, sockets })
    t.same(reap(runs), [], JSON.stringify(harness))
    t.same(liveRuns(runs), [])
  }
  t.ok(existsSync(home))
})

void t.test('what a killed run has started is ended', async t => {
  const runs = folder(t)
  const bystander = spawnKept('sleep', ['60'], { stdio: 'ignore' })
  t.teardown(() => bystander.child.kill('SIGKILL'))
  const mark = `${ownerName(dead)}.1.`
  const left = spawn('sleep', ['60'], { env: { CHARDEV_FC_OWNER: mark }, stdio: 'ignore' })
  const ended = new Promise(resolve => left.once('exit', (_, signal) => resolve(signal)))
  mkdirSync(join(runs, 'dead'))
  writeFileSync(
    join(runs, 'dead', 'owner.json'),
    JSON.stringify({ harness: dead, sockets: join(runs, 'cfc-Ab12Cd') }),
  )
  reap(runs)
  t.equal(await ended, 'SIGKILL')
  t.equal(bystander.child.exitCode ?? bystander.child.signalCode, null)
})

void t.test('a run directory that somebody else has removed is no error', async t => {
  const gone = new RunDirectory(folder(t), 'gone')
  rmSync(gone.path, { recursive: true })
  gone[Symbol.dispose]()
  t.notOk(existsSync(gone.sockets))
})
