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
  /** Resolves once the command has printed this; rejects if it ends without. */
  printed(text: string): Promise<void>
  readonly ended: Promise<{ code: number | null; signal: string | null }>
}

interface StartOptions {
  readonly home?: string
  /** On top of our own. */
  readonly env?: Record<string, string>
  /** A command that starts another one. */
  readonly under?: readonly string[]
}

/** Starts the real command. */
export function start(
  t: Test,
  args: readonly string[],
  { home = newHome(t), env = {}, under = [] }: StartOptions = {},
): Running {
  const [state, temp] = [join(home, 'state'), join(home, 'tmp')]
  for (const folder of [state, temp]) mkdirSync(folder, { recursive: true })
  const [file = '', ...rest] = [...under, process.execPath, program, ...args]
  const child = spawn(file, rest, {
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
    printed: text => printed(child, () => output, text),
    ended: new Promise(resolve => child.once('close', (code, signal) => resolve({ code, signal }))),
  }
}

/** Resolves once a process has printed this; rejects if it ends without, or takes too long. */
export async function printed(child: ChildProcess, output: () => string, text: string): Promise<void> {
  const isThere = () => output().includes(text)
  const hasEnded = () => [child.stdout, child.stderr].every(stream => stream?.closed !== false)
  await until(
    () => isThere() || hasEnded(),
    () => `'${text}' was printed; printed was:\n${output()}`,
  )
  if (!isThere()) throw new Error(`it ended before it printed '${text}':\n${output()}`)
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
