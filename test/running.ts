import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { until } from './processes.ts'

const program = fileURLToPath(new URL('../../bin/chardev-fc.js', import.meta.url))

/** A command with a home and a temp folder of its own, so that whatever it leaves can be seen. */
export interface Running {
  readonly child: ChildProcess
  readonly state: string
  readonly temp: string
  /** All that it has said so far. */
  readonly said: () => string
  /** Resolves once the command has told this. */
  told(text: string): Promise<void>
  readonly ended: Promise<{ code: number | null; signal: string | null }>
}

/** Starts the real command. */
export function start(t: Test, args: readonly string[], home = newHome(t)): Running {
  const [state, temp] = [join(home, 'state'), join(home, 'tmp')]
  for (const folder of [state, temp]) mkdirSync(folder, { recursive: true })
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, XDG_STATE_HOME: state, TMPDIR: temp },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (said += chunk))
  return {
    child,
    state,
    temp,
    said: () => said,
    told: text => until(() => said.includes(text), `'${text}' was told`),
    ended: new Promise(resolve => child.once('exit', (code, signal) => resolve({ code, signal }))),
  }
}

/** A folder for what a command keeps and leaves; it is gone after the test. */
export function newHome(t: Test): string {
  const home = mkdtempSync(join(tmpdir(), 'cfc-home-'))
  t.teardown(() => rmSync(home, { recursive: true }))
  return home
}
