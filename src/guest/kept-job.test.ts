import { spawn } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { shellWord } from '../model/value/shell-word.ts'
import { KeptJob } from './kept-job.ts'
import type { Ssh, Status } from './ssh.ts'

/** Runs commands in shells on the host in place of the guest. `break` closes their output, as a lost connection does. */
function shells(t: Test) {
  const all: ReturnType<typeof spawn>[] = []
  t.teardown(() => {
    for (const shell of all) shell.kill('SIGKILL')
  })
  const exec = async (command: string) => {
    const shell = spawn('sh', ['-c', command], { stdio: ['pipe', 'pipe', 'inherit'] })
    all.push(shell)
    return Object.assign(shell.stdout, { write: (text: string) => shell.stdin.write(text) })
  }
  return {
    ssh: { exec } as unknown as Ssh,
    break() {
      for (const shell of all) shell.stdout?.destroy()
    },
  }
}

/** A job, what it printed, and its end. */
function job(t: Test) {
  const name = `test-${process.pid}-${t.name.replaceAll(/\W/g, '-')}`
  const lines: string[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  let ended: (status: Status) => void = () => undefined
  const end = new Promise<Status>(resolve => {
    ended = resolve
  })
  const kept = new KeptJob(name, {
    started: () => undefined,
    line(text) {
      lines.push(text)
      for (const { count, resolve } of waiting) if (lines.length >= count) resolve()
    },
    exited: status => ended(status),
  })
  t.teardown(() => {
    for (const file of ['', '.status', '.reader']) rmSync(`/tmp/chardev-fc-${name}${file}`, { force: true })
  })
  const has = (count: number) =>
    new Promise<void>(resolve => {
      if (lines.length >= count) return resolve()
      waiting.push({ count, resolve })
    })
  return { kept, lines, end, has }
}

const { signal } = new AbortController()

void t.test('the output of a command and its exit status are reported', async t => {
  const { kept, lines, end } = job(t)
  await kept.start(shells(t).ssh, "echo one; echo; printf two; ls '/no such' 2> /dev/null; (exit 7)", signal)
  t.same(await end, { code: 7, signal: null })
  t.same(lines, ['one', '', 'two'])
})

for (const command of ['exit 3', "exec sh -c 'exit 3'", 'set -e; (exit 3); :']) {
  void t.test(`a command may end its shell, or take its place: ${command}`, async t => {
    const { kept, end } = job(t)
    await kept.start(shells(t).ssh, command, signal)
    t.same(await end, { code: 3, signal: null })
  })
}

void t.test('a command outlives its connection; no line of its output is lost or repeated', async t => {
  const { kept, lines, end, has } = job(t)
  const first = shells(t)
  const broken = join(t.testdir(), 'broken')
  const command = `echo 1; echo 2; until [ -e ${shellWord(broken)} ]; do sleep 0.05; done; echo 3`
  await kept.start(first.ssh, command, signal)
  await has(2)
  first.break()
  writeFileSync(broken, '')
  await kept.follow(shells(t).ssh, signal)
  t.same(await end, { code: 0, signal: null })
  t.same(lines, ['1', '2', '3'])
})

void t.test('a command that is killed has the status of that', async t => {
  const { kept, end, has } = job(t)
  await kept.start(shells(t).ssh, 'echo 1; exec sleep 60', signal)
  await has(1)
  process.kill(kept.pid, 'SIGKILL')
  t.same(await end, { code: 137, signal: null })
})

void t.test('a command whose shells are killed has no status', async t => {
  const { kept, end } = job(t)
  await kept.start(shells(t).ssh, 'kill -KILL $PPID $$', signal)
  t.same(await end, { code: null, signal: 'killed' })
})
