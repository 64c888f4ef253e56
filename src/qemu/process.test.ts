import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { parentDeath } from './parent-death.ts'
import { startQemu } from './process.ts'

const signal = new AbortController().signal

/** Starts `sh -c SCRIPT` in QEMU's place and waits until it has said `ready`, if it is to. */
async function start(t: { testdir(): string }, script: string) {
  const cwd = t.testdir()
  const stderrPath = join(cwd, 'stderr')
  const qemu = await startQemu({ qemu: '/bin/sh', argv: ['-c', script], cwd, stderrPath, signal })
  while (script.includes('echo ready') && !readFileSync(stderrPath, 'utf8').includes('ready')) await sleep(5)
  return qemu
}

t.test('a QEMU that exits at once reports its output', async t => {
  const qemu = await start(t, 'echo "no such machine" >&2; exit 3')
  t.same(await qemu.exited, { code: 3, signal: null, output: 'no such machine' })
  await qemu[Symbol.asyncDispose]()
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

t.test("the pid is QEMU's own, not that of setpriv", async t => {
  await using qemu = await start(t, 'exec sleep 60')
  const name = () => readFileSync(`/proc/${qemu.pid}/comm`, 'utf8').trim()
  for (let tries = 0; name() !== 'sleep' && tries < 400; tries++) await sleep(5)
  t.equal(name(), 'sleep')
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

t.test('it ends with our process, even after SIGKILL', async t => {
  if ((await parentDeath()).length === 0) return void t.comment('no setpriv with --pdeathsig here')
  const cwd = t.testdir()
  // The file beside this one, .js where the tests run built.
  const module = import.meta.url.replace(/process\.test(\.[jt]s)$/, 'process$1')
  const order = { qemu: '/bin/sleep', argv: ['60'], cwd, stderrPath: join(cwd, 'stderr') }
  const script = `import { startQemu } from '${module}'
    const signal = new AbortController().signal
    console.log((await startQemu({ ...${JSON.stringify(order)}, signal })).pid)`
  const we = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [said] = await once(we.stdout, 'data')
  const pid = Number(said)
  while (readFileSync(`/proc/${pid}/comm`, 'utf8') !== 'sleep\n') await sleep(5)
  we.kill('SIGKILL')
  for (let tries = 0; tries < 100 && runs(pid); tries++) await sleep(10)
  t.notOk(runs(pid))
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
