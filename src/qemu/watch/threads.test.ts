import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { shortFolder } from '../short-folder.fixture.ts'
import { readThreads, sampleThreads } from './threads.ts'

const signal = new AbortController().signal

/** A child that says `ready` when it is where it is to be looked at. */
async function child(t: { teardown(end: () => unknown): unknown }, file: string, args: string[]) {
  const process = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  t.teardown(() => process.kill('SIGKILL'))
  await once(process.stdout, 'data')
  return process.pid ?? 0
}

const perl = (script: string) => ['-e', `$| = 1; ${script}`]

t.test('a thread that sleeps, and the call it sleeps in', async t => {
  const pid = await child(t, 'perl', perl('print "ready\\n"; sleep 60'))
  const [main] = await sampleThreads(pid, 100, signal)
  t.match(main, { tid: pid, role: 'main', name: 'perl', state: 'S', cpuMs: Number })
  t.match(main?.syscall?.name, /nanosleep/)
  t.ok((main?.cpuPercent ?? 100) < 50)
})

t.test('the socket behind a blocked write has its path', async t => {
  const path = join(shortFolder(t), 's')
  const server = createServer({ pauseOnConnect: true }).listen(path)
  await once(server, 'listening')
  const connect = `use IO::Socket::UNIX; my $l = IO::Socket::UNIX->new(Local => "${path}-2", Listen => 1);
    print "ready\\n"; my $c = IO::Socket::UNIX->new(Peer => "${path}-2"); my $s = $l->accept; syswrite($s, "x" x 1e6)`
  const pid = await child(t, 'perl', perl(connect))
  server.close()
  const [main] = await sampleThreads(pid, 400, signal)
  t.match(main?.syscall, { name: /^(write|sendto)$/, file: new RegExp(`^socket:\\[\\d+\\] ${path}-2$`) })
})

t.test('a thread that spins shows its CPU use', async t => {
  const pid = await child(t, 'perl', perl('print "ready\\n"; 1 while 1'))
  const [main] = await sampleThreads(pid, 400, signal)
  t.equal(main?.state, 'R')
  t.ok((main?.cpuPercent ?? 0) > 5, `${main?.cpuPercent} %`)
})

t.test('virtual CPUs are recognized by name', async t => {
  const named = await child(t, 'perl', perl('$0 = "CPU 0/TCG"; print "ready\\n"; sleep 60'))
  t.match(await readThreads(named), [{ name: 'CPU 0/TCG', role: 'main' }], 'never the main thread')
  const other = (await readThreads(process.pid)).find(({ tid }) => tid !== process.pid)?.tid
  writeFileSync(`/proc/self/task/${other}/comm`, 'CPU 0/TCG')
  t.match(
    (await readThreads(process.pid)).filter(({ role }) => role === 'vcpu'),
    [{ tid: other }],
  )
})

t.test('a process that has ended has no threads, and sampling can be aborted', async t => {
  t.same(await readThreads(2 ** 22 + 1), [])
  t.same(await sampleThreads(2 ** 22 + 1, 10, signal), [])
  await t.rejects(sampleThreads(process.pid, 60_000, AbortSignal.timeout(50)), { name: 'TimeoutError' })
})
