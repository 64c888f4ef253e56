import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { startQemu } from './process.ts'

const signal = new AbortController().signal

/** Starts `sh -c SCRIPT` in QEMU's place and waits until it has said `ready`, if it is to. */
async function start(t: { testdir(): string }, script: string, onSlowEnd?: (text: string) => void) {
  const cwd = t.testdir()
  const stderrPath = join(cwd, 'stderr')
  const qemu = await startQemu({ qemu: '/bin/sh', argv: ['-c', script], cwd, stderrPath, onSlowEnd, signal })
  while (script.includes('echo ready') && !readFileSync(stderrPath, 'utf8').includes('ready')) await sleep(5)
  return qemu
}

t.test('a QEMU that exits at once reports its output', async t => {
  const qemu = await start(t, 'echo "no such machine" >&2; exit 3')
  t.same(await qemu.exited, { code: 3, signal: null, output: 'no such machine' })
  await qemu[Symbol.asyncDispose]()
})

t.test('a QEMU that ends before it has read what it is fed', async t => {
  const cwd = t.testdir({ feed: 'x'.repeat(100) })
  const files = { cwd, stderrPath: join(cwd, 'stderr'), feed: join(cwd, 'feed') }
  // By then all is written, into the buffer of the socket.
  const qemu = await startQemu({ qemu: '/bin/sh', argv: ['-c', 'sleep 0.5; exit 3'], ...files, signal })
  t.match(await qemu.exited, { code: 3 })
  await qemu[Symbol.asyncDispose]()
  // Its error comes after the end (ECONNRESET); nobody may be killed by it.
  await sleep(100)
})

t.test('a missing program is an error', async t => {
  const cwd = t.testdir()
  const stderrPath = join(cwd, 'stderr')
  const started = startQemu({ qemu: '/no/such/qemu', argv: [], cwd, stderrPath, signal })
  const output = await started.then(
    async qemu => (await qemu.exited).output,
    (error: Error) => error.message,
  )
  t.match(output, /\/no\/such\/qemu.*(No such file|ENOENT)|ENOENT/)
})

t.test('a QEMU that ignores signals or is stopped is killed', async t => {
  const script = 'trap "" TERM; echo ready; while :; do sleep 0.05; done'
  for (const isStopped of [false, true]) {
    const qemu = await start(t, script)
    if (isStopped) process.kill(qemu.pid, 'SIGSTOP')
    while (isStopped && !/\) T/.test(readFileSync(`/proc/${qemu.pid}/stat`, 'utf8'))) await sleep(5)
    const began = performance.now()
    await qemu[Symbol.asyncDispose]()
    t.ok(performance.now() - began < 1500)
    t.match(await qemu.exited, { code: null, signal: 'SIGKILL' })
  }
})

t.test('disposing it ends a wrapper and its child', async t => {
  let child = 0
  {
    await using qemu = await start(t, 'sleep 60 & echo $! > child; echo ready; wait')
    child = Number(readFileSync(`/proc/${qemu.pid}/task/${qemu.pid}/children`, 'utf8'))
    t.ok(child > 0)
  }
  for (let tries = 0; tries < 100 && runs(child); tries++) await sleep(10)
  t.notOk(runs(child))
})

const cannotFreeze = process.getuid?.() === 0 ? without('mkfs.ext4', 'mount', 'fsfreeze') : 'only root can'

t.test('a killed QEMU that a disk holds up is waited for', { skip: cannotFreeze }, async t => {
  const disk = mkdtempSync(join(tmpdir(), 'cfc-unit-'))
  const image = `${disk}.image`
  execFileSync('truncate', ['-s', '16M', image])
  execFileSync('mkfs.ext4', ['-q', image])
  execFileSync('mount', ['-o', 'loop', image, disk])
  t.teardown(() => {
    execFileSync('umount', ['-l', disk])
    for (const path of [disk, image]) rmSync(path, { recursive: true })
  })
  const said: string[] = []
  const qemu = await start(
    t,
    `echo ready >&2; until [ -e go ]; do sleep 0.05; done; echo >'${disk}/file'`,
    text => said.push(text),
  )
  execFileSync('fsfreeze', ['-f', disk])
  let isThawed = false
  const thaw = () => {
    if (!isThawed) execFileSync('fsfreeze', ['-u', disk])
    isThawed = true
  }
  t.teardown(thaw)
  writeFileSync(join(t.testdirName, 'go'), '')
  await until(() => /\) D/.test(readFileSync(`/proc/${qemu.pid}/stat`, 'utf8')))
  const disposed = qemu[Symbol.asyncDispose]()
  await until(() => said.length > 0)
  t.match(said, [/^QEMU was killed 5.* ago and still exists: process \d+, state D, in \w+$/])
  thaw()
  await disposed
  t.match(await qemu.exited, { signal: 'SIGKILL' })
})

t.test('nothing is started after the signal has aborted', async t => {
  const cwd = t.testdir()
  const order = { qemu: '/bin/true', argv: [], cwd, stderrPath: join(cwd, 'e') }
  await t.rejects(startQemu({ ...order, signal: AbortSignal.abort(new Error('late')) }), { message: 'late' })
})

/** Not a zombie that its new parent has yet to bury either. */
function runs(pid: number): boolean {
  return existsSync(`/proc/${pid}/stat`) && !/\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}

/** Why a test is skipped: it needs programs that are not on PATH. */
function without(...programs: readonly string[]): string | false {
  const missing = programs.filter(name => spawnSync('sh', ['-c', `command -v ${name}`]).status !== 0)
  return missing.length > 0 && `no ${missing.join(', ')}`
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5)
}
