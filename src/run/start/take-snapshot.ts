import { join } from 'node:path'
import { unix } from '../../backends/unix.ts'
import { chardevId } from '../../model/case/ids.ts'
import { ofKind } from '../../model/contract/observation.ts'
import { usualLimits } from '../../model/limits.ts'
import { inRange } from '../../model/value/version.ts'
import { saveState } from '../../qemu/migration.ts'
import type { Cell } from '../cell.ts'
import { Journal } from '../journal.ts'
import { Lease } from '../lease.ts'
import { RunDirectory } from '../run-directory.ts'
import { bringUpGuest } from './bring-up-guest.ts'

/** Beats after the farewell of ssh: what it leaves in the guest is over by then. */
const quietBeats = 10

/**
 * Boots the guest of a cell, with a chardev that nobody is connected to, logs in once (what that needs is in the guest's
 * memory then), and saves it while its port is idle and it beats on its serial port. Throws InfraError and QMP's errors.
 */
export async function takeSnapshot(
  cell: Cell,
  folder: string,
  runs: string,
  signal: AbortSignal,
): Promise<void> {
  // The machine's memory may lie in a file since 5.0; elsewhere it becomes part of the state.
  const sharedRam = inRange(cell.qemu.version, '>=5.0.0')
  using directory = new RunDirectory(runs, 'snapshot')
  using journal = new Journal(directory.file('journal.jsonl'))
  await using lease = new Lease()
  const place = { path: (name: string) => directory.socket(name), port: 0 }
  const chardev = unix({ server: true }).options(place, chardevId, cell.qemu)
  const ramFile = sharedRam ? join(folder, 'ram') : undefined
  const { qmp, ssh } = await bringUpGuest({
    ...{ cell, directory, journal, lease, limits: usualLimits, chardev, ramFile, signal },
  })
  ssh[Symbol.dispose]()
  const leftMs = journal.now()
  const serialBeats = () =>
    ofKind(journal.history, 'beat').filter(({ at, path }) => at > leftMs && path === 'serial')
  await journal.until(['beat'], () => (serialBeats().length >= quietBeats ? true : undefined), signal)
  await saveState(qmp, join(folder, 'state'), { sharedRam, signal })
}
