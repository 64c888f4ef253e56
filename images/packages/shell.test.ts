import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { InfraError } from '../../src/model/errors.ts'
import { run } from './shell.ts'

void t.test('arguments arrive as they are, and the exit code is an answer', async t => {
  const { code, stdout, stderr } = await run([
    'sh',
    '-c',
    'printf "%s|" "$@"; exit 3',
    'sh',
    'a b',
    '',
    "'$x`",
  ])
  t.same({ code, stdout, stderr }, { code: 3, stdout: "a b||'$x`|", stderr: '' })
})

void t.test('a program that is not there is said', async t => {
  await t.rejects(run(['no-such-program-at-all']), {
    constructor: InfraError,
    message: /'no-such-program-at-all'/,
  })
})

void t.test('a program that lacks a library is there: its own words count', async t => {
  const path = join(t.testdir(), 'program')
  // As ld.so ends when it finds no library.
  writeFileSync(path, '#!/bin/sh\necho "x: error while loading shared libraries: liba.so.1" >&2\nexit 127\n')
  chmodSync(path, 0o755)
  t.match(await run([path]), { code: 127, stderr: /liba\.so\.1/ })
})

void t.test('an interruption ends the program and is what comes out', async t => {
  const stop = new AbortController()
  const began = performance.now()
  const sleeping = run(['sleep', '30'], { signal: stop.signal })
  setTimeout(() => stop.abort(new Error('enough')), 50)
  await t.rejects(sleeping, { message: 'enough' })
  t.ok(performance.now() - began < 25_000)
  await t.rejects(run(['true'], { signal: stop.signal }), { message: 'enough' })
})
