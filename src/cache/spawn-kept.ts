import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { endGroup, keepGroup, startKeeper } from './keeper.ts'
import { markVariable } from './marked-processes.ts'
import { ourselves, ownerName } from './owner.ts'

let count = 0

/**
 * Node's spawn for a program that ends with us, even when we are killed and it runs behind a wrapper that does not
 * `exec`. It leads a process group of its own, which Ctrl-C on the terminal does not reach, and which is killed when the
 * program itself ends. `mark` is for `endMarked`.
 */
export function spawnKept(
  file: string,
  args: readonly string[],
  { env, ...options }: SpawnOptions,
): { readonly child: ChildProcess; readonly mark: string } {
  const mark = `${ownerName(ourselves())}.${++count}`
  startKeeper()
  const child = spawn(file, args, { ...options, env: marked(env, mark), detached: true })
  const { pid } = child
  if (pid !== undefined) {
    keepGroup(pid)
    child.once('exit', () => endGroup(pid))
  }
  return { child, mark }
}

/** The environment of a program that ends with us but stays in our process group, so that Ctrl-C reaches it, too. */
export function keptEnvironment(env?: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  startKeeper()
  return marked(env, ownerName(ourselves()))
}

function marked(env: NodeJS.ProcessEnv = process.env, mark: string): NodeJS.ProcessEnv {
  return { ...env, [markVariable]: `${mark}.` }
}
