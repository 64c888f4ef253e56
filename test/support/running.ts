import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { processesWith, until } from './processes.ts'

const program = fileURLToPath(new URL('../../../bin/chardev-fc.js', import.meta.url))

/** A command with a home and a temp folder of its own, so that whatever it leaves can be seen. */
export interface Running {
  readonly child: ChildProcess
  readonly state: string
  readonly temp: string
  /** Its output so far. */
  output(): string
  /** Resolves once the command has printed this. */
  printed(text: string): Promise<void>
  readonly ended: Promise<{ code: number | null; signal: string | null }>
}

/** Starts the real command; `env` on top of our own. */
export function start(
  t: Test,
  args: readonly string[],
  { home = newHome(t), env = {} }: { home?: string; env?: Record<string, string> } = {},
): Running {
  const [state, temp] = [join(home, 'state'), join(home, 'tmp')]
  for (const folder of [state, temp]) mkdirSync(folder, { recursive: true })
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, XDG_STATE_HOME: state, TMPDIR: temp, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', chunk => (output += chunk))
  return {
    child,
    state,
    temp,
    output: () => output,
    printed: text => until(() => output.includes(text), `'${text}' was printed`),
    ended: new Promise(resolve => child.once('close', (code, signal) => resolve({ code, signal }))),
  }
}

/** A folder for what a command keeps and leaves; it is gone after the test. */
export function newHome(t: Test): string {
  const home = mkdtempSync(join(tmpdir(), 'cfc-home-'))
  t.teardown(() => rmSync(home, { recursive: true, force: true }))
  return home
}

/** The run directories in a state folder. */
export function runsIn(state: string): string[] {
  try {
    return readdirSync(join(state, 'chardev-fc', 'runs'))
  } catch {
    return []
  }
}

/** Checks that a command which has ended left nothing. */
export function leftNothing(t: Test, { temp, state }: Running): void {
  t.same(processesWith(temp), [], 'no process')
  t.same(readdirSync(temp), [], 'no temp folder')
  t.same(runsIn(state), [], 'no run directory')
}
