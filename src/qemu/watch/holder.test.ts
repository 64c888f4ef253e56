import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { holderOf } from './holder.ts'

/** A shell that says the number of whoever it starts, once that has the file open. */
async function started(t: Test, script: string): Promise<{ shell: number; said: number }> {
  const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  t.teardown(() => process.kill(-(child.pid ?? 0), 'SIGKILL'))
  const [text] = await once(child.stdout.setEncoding('utf8'), 'data')
  return { shell: child.pid ?? 0, said: Number(text) }
}

void t.test('a wrapper that does not exec is not QEMU', async t => {
  const file = join(t.testdir(), 'serial')
  const { shell, said } = await started(t, `sh -c 'exec 5> "${file}"; echo $$; sleep 77'; true`)
  t.not(shell, said)
  t.equal(holderOf(shell, file), said)
})

void t.test('a wrapper that execs is QEMU, also with children of its own', async t => {
  const file = join(t.testdir(), 'serial')
  const { shell, said } = await started(t, `exec 5> "${file}"; echo $$; sleep 77 5>&-; true`)
  t.equal(shell, said)
  t.equal(holderOf(shell, file), shell)
  t.equal(holderOf(shell, '/nowhere'), shell)
})
