import { join } from 'node:path'
import { unix } from '../../backends/unix.ts'
import { portsOf } from '../../model/case/ports.ts'
import { ofKind } from '../../model/contract/observation.ts'
import { usualLimits } from '../../model/limits.ts'
import { inRange } from '../../model/value/version.ts'
import { saveState } from '../../qemu/migration.ts'
import type { Cell } from '../cell.ts'
import { Journal } from '../journal.ts'
import { Lease } from '../lease.ts'
import { RunDirectory } from '../run-directory.ts'
import { bringUpGuest } from './bring-up-guest.ts'

/** Beats to wait for after the ssh connection is dropped, until the guest has cleaned up after it. */
const quietBeats = 10

/**
 * Boots the guest of a cell with an unconnected chardev, logs in once (so that the guest has loaded what a login needs),
 * and saves it while its port is idle and it beats on its serial port. Throws InfraError, QmpError included.
 */
export async function takeSnapshot(
  cell: Cell,
  folder: string,
  runs: string,
  signal: AbortSignal,
): Promise<void> {
  // Since 5.0 a file can back the machine's memory; before, the memory is part of the state.
  const sharedRam = inRange(cell.qemu.version, '>=5.0.0')
  using directory = new RunDirectory(runs, 'snapshot')
  using journal = new Journal(directory.file('journal.jsonl'))
  await using lease = new Lease()
  const chardev = portsOf(cell.case).flatMap(({ chardevId }) => {
    const place = { path: (name: string) => directory.socket(`${name}-${chardevId}`), port: 0 }
    return unix({ server: true }).options(place, chardevId, cell.qemu)
  })
  const ramFile = sharedRam ? join(folder, 'ram') : undefined
  const { holder, ssh } = await bringUpGuest({
    ...{ cell, directory, journal, lease, limits: usualLimits, chardev, ramFile, signal },
  })
  ssh[Symbol.dispose]()
  const closedMs = journal.now()
  const serialBeats = () =>
    ofKind(journal.history, 'beat').filter(({ at, path }) => at > closedMs && path === 'serial')
  await journal.until(['beat'], () => serialBeats().length >= quietBeats, signal)
  await saveState(holder.qmp, join(folder, 'state'), { sharedRam, signal })
}
