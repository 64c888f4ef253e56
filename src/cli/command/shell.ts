import { unix } from '../../backends/unix.ts'
import { virtserialport } from '../../frontends/virtserialport.ts'
import { channelEnd, type Ssh } from '../../guest/ssh.ts'
import type { Case } from '../../model/case/case.ts'
import { chardevId } from '../../model/case/ids.ts'
import { usualLimits } from '../../model/limits.ts'
import { shellWord } from '../../model/value/shell-word.ts'
import { Journal } from '../../run/journal.ts'
import { Lease } from '../../run/lease.ts'
import { RunDirectory } from '../../run/run-directory.ts'
import { Snapshots } from '../../run/start/snapshots.ts'
import { startGuest } from '../../run/start/start-guest.ts'
import { cleanUp } from '../clean-up.ts'
import { snapshotStore } from '../guest/snapshot-store.ts'
import { testBed } from '../guest/test-bed.ts'
import { interruptSignal } from '../interrupt.ts'
import type { GuestOptions } from '../option/guest-options.ts'
import { paths } from '../paths.ts'
import { err, out } from '../terminal/output.ts'
import { progressText } from '../terminal/progress-lines.ts'
import { progressTo } from '../terminal/progress-to.ts'

/** A case with an empty script: a guest with a virtio-serial port on a UNIX socket. */
const emptyCase: Case = {
  id: 'shell',
  title: 'a guest with a shell',
  chardev: unix({ server: true }),
  frontend: virtserialport({ name: 'test0', nr: 2 }),
  script: () => Promise.resolve(),
  expect: [],
}

export interface ShellOptions extends GuestOptions {
  readonly cold?: true
}

/**
 * `chardev-fc shell`: starts a guest and runs a command in it; without one it opens a shell, or runs the commands on
 * stdin if that is no terminal. Resolves with the command's exit code once the guest has ended.
 */
export async function shell(words: readonly string[], options: ShellOptions): Promise<number> {
  const onProgress = progressTo(err)
  const signal = interruptSignal()
  const { runs } = paths(process.env)
  await cleanUp(onProgress)
  const bed = await testBed(options, onProgress, signal)
  using directory = new RunDirectory(runs, emptyCase.id)
  using journal = new Journal(directory.file('journal.jsonl'))
  journal.watch(observation => {
    const text = progressText(observation, false)
    if (text !== null) onProgress(`  · ${text}`)
  })
  await using lease = new Lease()
  const place = { path: (name: string) => directory.socket(name), port: 0 }
  const chardev = emptyCase.chardev.options(place, chardevId, bed.qemu)
  const cell = { case: emptyCase, overallMs: 0, ...bed }
  const snapshots = options.cold ? null : new Snapshots(snapshotStore(), runs)
  const { ssh } = await startGuest(
    { cell, directory, journal, lease, limits: usualLimits, chardev, signal },
    snapshots,
  )
  onProgress(`The port ${emptyCase.frontend.port} is connected to ${place.path('chardev')} on the host.`)
  const code = await runIn(ssh, words, signal)
  signal.throwIfAborted()
  return code
}

/** Of several words each is one in the guest too; a single one is a line for its shell. */
function commandOf(words: readonly string[]): string {
  const [line = 'sh -s', ...others] = words
  return others.length === 0 ? line : words.map(shellWord).join(' ')
}

async function runIn(ssh: Ssh, words: readonly string[], signal: AbortSignal): Promise<number> {
  const { stdin } = process
  const { stream: stdout } = out
  const { rows = 24, columns: cols = 80 } = stdout
  const term = process.env['TERM'] ?? 'vt100'
  const isInteractive = stdin.isTTY && words.length === 0
  const channel = isInteractive
    ? await ssh.shell({ term, rows, cols })
    : await ssh.exec(commandOf(words), signal)
  const resized = () => channel.setWindow(stdout.rows, stdout.columns, 0, 0)
  if (isInteractive) {
    stdin.setRawMode(true)
    stdout.on('resize', resized)
  }
  try {
    stdin.pipe(channel)
    channel.pipe(stdout)
    channel.stderr.pipe(err.stream)
    // Without a code the connection broke, or a signal ended the command.
    return (await channelEnd(channel, signal)).code ?? 1
  } finally {
    stdout.off('resize', resized)
    if (isInteractive) stdin.setRawMode(false)
    stdin.unpipe(channel)
    stdin.destroy()
  }
}
