import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { runProgram } from './run-program.ts'

const { signal } = new AbortController()
const sh = (script: string, options: { input?: string; limitMs?: number; signal?: AbortSignal } = {}) =>
  runProgram(['sh', '-c', script], { limitMs: 10_000, signal, ...options })

void t.test('the output of a program, and how it ended', async t => {
  t.match(await sh('cat; echo words >&2; exit 3', { input: 'hello' }), {
    ...{ code: 3, stdout: 'hello', stderr: 'words\n', timedOut: false, end: 'status 3: words' },
  })
  t.match(await sh('kill -SEGV $$'), { code: null, end: 'SIGSEGV' })
  const none = await runProgram(['/nowhere/qemu'], { limitMs: 10_000, signal })
  t.not(none.code, 0)
  t.match(none.end, /\/nowhere\/qemu/)
})

void t.test('a program that does not end is killed with its children', async t => {
  const note = join(t.testdir(), 'note')
  const answer = await sh(`echo begun; sleep 77 & echo $! > '${note}'; wait`, { limitMs: 500 })
  t.match(answer, { timedOut: true, code: null, stdout: 'begun\n', end: 'no end within 0.5 s: begun' })
  await gone(t, note)
})

void t.test('processes that it leaves running are killed, and not waited for', async t => {
  const note = join(t.testdir(), 'note')
  t.match(await sh(`sleep 77 & echo $! > '${note}'; echo done`), { code: 0, stdout: 'done\n' })
  await gone(t, note)
})

void t.test('a program that prints too much is killed', async t => {
  t.match(await sh('yes'), { code: null, timedOut: false, end: /^it printed more than/ })
})

void t.test('an interrupt ends it', async t => {
  const controller = new AbortController()
  const asked = sh('sleep 77', { signal: controller.signal })
  controller.abort(new Error('enough'))
  await t.rejects(asked, { message: 'enough' })
})

async function gone(t: Test, note: string): Promise<void> {
  const place = join('/proc', readFileSync(note, 'utf8').trim())
  for (let tries = 0; existsSync(place) && tries < 500; tries++) await delay(10)
  t.notOk(existsSync(place))
}
