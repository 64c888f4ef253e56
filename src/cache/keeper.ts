import { spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { killGroup } from './kill-group.ts'
import { markVariable } from './marked-processes.ts'
import { ourselves, ownerName } from './owner.ts'

/**
 * Reads lists of process groups, each line the whole list, until we end, however we end. Then it kills the groups of the
 * last list, and what has left its group but has our mark (without grep, the next command does that). It does so three
 * times, because a process may start another one just before it is killed.
 */
const script = `while read -r line; do groups=$line; done
for group in $groups; do kill -s KILL -- "-$group"; done
for round in 1 2 3; do
  grep -lsF "$1" /proc/[0-9]*/environ | while IFS=/ read -r _ _ pid _; do kill -s KILL "$pid"; done
done`

/** The process groups of running programs. */
const groups = new Set<number>()
let pipe: Socket | null = null

/** Starts the keeper, a shell in a session of its own that kills what is left of our programs when we have ended. */
export function startKeeper(): void {
  if (pipe !== null) return
  // If another chardev-fc has started us, we have its mark: its keeper would kill ours.
  const { [markVariable]: _, ...env } = process.env
  const mark = `${markVariable}=${ownerName(ourselves())}.`
  // The name does not contain ours, so that `pkill -9 -f chardev-fc` does not end the keeper, too.
  const keeper = spawn('/bin/sh', ['-c', script, 'cfc-keeper', mark], {
    ...{ cwd: '/', env, detached: true },
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const opened = keeper.stdin as Socket
  pipe = opened
  opened.on('error', () => undefined)
  keeper.on('error', () => undefined)
  keeper.once('close', (_, signal) => {
    pipe = null
    process.off('exit', dismiss)
    // It was killed, perhaps by the kernel's OOM killer. A keeper that cannot run is started again by the next program.
    if (signal !== null && groups.size > 0) startKeeper()
  })
  // We do not wait for it.
  keeper.unref()
  opened.unref()
  process.once('exit', dismiss)
  tell()

  function dismiss(): void {
    if (groups.size === 0) keeper.kill('SIGKILL')
  }
}

/** Adds a group that is to end with us. */
export function keepGroup(group: number): void {
  groups.add(group)
  tell()
}

/** Kills a group, and takes it off the list. Its number may be given out again once no process is in it. */
export function endGroup(group: number): void {
  killGroup(group)
  groups.delete(group)
  tell()
}

/** Kills all groups that are kept. */
export function endGroups(): void {
  for (const group of groups) killGroup(group)
}

/** A write to a pipe is done at once, so that it is not lost if we are killed directly after it. */
function tell(): void {
  pipe?.write(`${[...groups].join(' ')}\n`)
}
