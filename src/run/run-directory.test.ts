import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import t, { type Test } from 'tap'
import { lives, processId } from '../cache/owner.ts'
import { InfraError, UsageError } from '../model/errors.ts'
import { reap } from './reap.ts'
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
  kept.keep()
  kept[Symbol.dispose]()
  t.same(readdirSync(runs).length, 1)
  t.same(readdirSync(kept.path), ['verdict.json'])
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

void t.test('only what a killed run recorded is cleaned up', async t => {
  const runs = folder(t)
  const dead = await deadProcess()
  const bystander = spawn('sleep', ['60'])
  const recorded = spawn('sleep', ['60'])
  t.teardown(() => {
    bystander.kill('SIGKILL')
    recorded.kill('SIGKILL')
  })
  const alive = new RunDirectory(runs, 'alive')
  t.teardown(() => alive[Symbol.dispose]())
  const sockets = join(runs, 'sockets')
  for (const path of [sockets, join(runs, 'dead'), join(runs, 'reused'), join(runs, 'no-record')])
    mkdirSync(path)
  write('dead', { harness: dead, qemu: processId(recorded.pid ?? 0), sockets })
  // The number was given out again: another start time.
  const reused = { ...processId(bystander.pid ?? 0), startTime: '1' }
  write('reused', { harness: dead, qemu: reused, sockets })
  function write(name: string, record: object): void {
    writeFileSync(join(runs, name, 'owner.json'), JSON.stringify(record))
  }
  const ended = new Promise(resolve => recorded.once('exit', (_, signal) => resolve(signal)))
  t.same(reap(runs).sort(), [join(runs, 'dead'), join(runs, 'reused')])
  t.equal(await ended, 'SIGKILL')
  t.equal(bystander.exitCode ?? bystander.signalCode, null, 'a process with the same number lives on')
  t.notOk(existsSync(sockets))
  t.ok(existsSync(alive.path) && existsSync(join(runs, 'no-record')))
})

void t.test('a process is distinguished from another with the same pid', async t => {
  const self = processId(process.pid)
  t.ok(self !== null && lives(self))
  t.notOk(self !== null && lives({ ...self, startTime: '1' }))
  t.notOk(self !== null && lives({ ...self, bootId: 'another boot' }))
})

async function deadProcess() {
  const child = spawn('sleep', ['60'])
  const identity = processId(child.pid ?? 0)
  const ended = new Promise(resolve => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
  return identity
}
