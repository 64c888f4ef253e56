import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { chardevFc } from './command.ts'
import { equipment } from './guest.ts'
import { processesWith, until } from './processes.ts'
import { start } from './running.ts'

function runs(state: string): string[] {
  try {
    return readdirSync(join(state, 'chardev-fc', 'runs'))
  } catch {
    return []
  }
}

for (const [phase, words] of [
  ['boot', 'booting the guest'],
  ['script', 'host idles'],
] as const) {
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    void t.test(`${name} during the ${phase} leaves nothing`, async t => {
      await equipment()
      const running = start(t, ['run', 'unix-server', '--verbose'])
      await running.told(words)
      running.child.kill(name)
      t.same(await running.ended, { code, signal: null })
      t.same(processesWith(running.temp), [], 'no process')
      t.same(readdirSync(running.temp), [], 'no temp folder')
      t.same(runs(running.state), [], 'no run directory')
    })
  }
}

void t.test('kill -9 takes QEMU along, and the next run cleans up the rest, and only that', async t => {
  await equipment()
  const running = start(t, ['run', 'unix-server', '--verbose'])
  await running.told('host idles')
  running.child.kill('SIGKILL')
  await running.ended
  await until(() => processesWith(running.temp).length === 0, 'QEMU was gone')
  t.equal(runs(running.state).length, 1, 'the journal is still there')
  const [left] = runs(running.state)
  const journal = readFileSync(join(running.state, 'chardev-fc', 'runs', left ?? '', 'journal.jsonl'), 'utf8')
  for (const line of journal.trimEnd().split('\n')) t.doesNotThrow(() => JSON.parse(line))
  mkdirSync(join(running.temp, 'not-ours'))
  const env = { XDG_STATE_HOME: running.state, TMPDIR: running.temp }
  const next = await chardevFc(['run', 'unix-server'], env)
  t.equal(next.exitCode, 0, next.stderr)
  t.match(next.stderr, /Cleaned up after a run that was killed/)
  t.same(readdirSync(running.temp), ['not-ours'])
  t.same(runs(running.state), [])
})

void t.test('a run that is as expected leaves nothing', async t => {
  await equipment()
  const running = start(t, ['run', 'unix-server'])
  t.same(await running.ended, { code: 0, signal: null })
  t.same(readdirSync(running.temp), [])
  t.same(runs(running.state), [])
})
