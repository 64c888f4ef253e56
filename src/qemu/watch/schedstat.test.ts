import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { cpuSince, heldFromOutside, readSchedstat } from './schedstat.ts'

t.test('run times add up over the threads; of the waits the longest counts', async t => {
  const before = {
    pid: 2,
    atMs: 1000,
    threads: [
      { tid: 1, ranMs: 10, waitedMs: 1 },
      { tid: 2, ranMs: 500, waitedMs: 40 },
      { tid: 3, ranMs: 7, waitedMs: 900 },
    ],
  }
  const after = {
    pid: 2,
    atMs: 1100,
    threads: [
      { tid: 1, ranMs: 15, waitedMs: 2 },
      { tid: 2, ranMs: 590, waitedMs: 48 },
      { tid: 4, ranMs: 3, waitedMs: 5 },
    ],
  }
  t.same(
    cpuSince(before, after),
    { spanMs: 100, ranMs: 98, waitedMs: 8, main: { ranMs: 90, waitedMs: 8 } },
    'one is new, one has ended',
  )
})

t.test('a process that has ended has no CPU times', async t => {
  t.equal(readSchedstat(2 ** 22 + 1), null)
})

t.test('the CPU time of a process that computes is read', async t => {
  const before = readSchedstat(process.pid)
  for (const until = performance.now() + 150; performance.now() < until; );
  const after = readSchedstat(process.pid)
  if (before === null || after === null) return void t.comment('this kernel keeps no schedstat')
  const { spanMs, ranMs, waitedMs } = cpuSince(before, after)
  t.ok(spanMs >= 150)
  // On a busy host the time goes into waiting instead.
  t.ok(ranMs + waitedMs > 100, `ran ${ranMs}, waited ${waitedMs}`)
})

t.test('a process is held from outside while a signal has stopped it', async t => {
  const child = spawn('sh', ['-c', 'echo up; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  t.teardown(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  const { pid = 0 } = child
  t.equal(heldFromOutside(pid), null)
  child.kill('SIGSTOP')
  await seen(() => heldFromOutside(pid)?.includes('state T') === true)
  child.kill('SIGCONT')
  await seen(() => heldFromOutside(pid) === null)
})

async function seen(claim: () => boolean): Promise<void> {
  while (!claim()) await new Promise(setImmediate)
}
