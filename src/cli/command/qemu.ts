import {
  installedQemu,
  installQemu,
  listQemus,
  namedQemu,
  removeQemu,
  upgradeQemu,
} from '../../../images/qemu/debian-qemu.ts'
import { cleanUp } from '../clean-up.ts'
import { snapshotStore } from '../guest/snapshot-store.ts'
import { interruptSignal } from '../interrupt.ts'
import { paths } from '../paths.ts'
import { err, out } from '../terminal/output.ts'
import { progressTo } from '../terminal/progress-to.ts'

/** `chardev-fc qemu install debian:SUITE…`. An unknown source fails before anything is fetched. */
export async function install(sources: readonly string[]): Promise<void> {
  const { cache } = paths(process.env)
  const [onProgress, signal] = [progressTo(err), interruptSignal()]
  await cleanUp(onProgress)
  for (const source of sources) await installedQemu(source, cache)
  for (const source of sources) {
    const { label, version, path } = await installQemu({ source, cache, onProgress, signal })
    out.print(`${label}  ${version}  ${path}\n`)
  }
}

/** `chardev-fc qemu list`. */
export async function list(): Promise<void> {
  for (const { label, version, path } of await listQemus(paths(process.env).cache)) {
    out.print(`${label}  ${version}  ${path}\n`)
  }
}

/** `chardev-fc qemu upgrade [LABEL…]`: all that are installed, without labels. */
export async function upgrade(labels: readonly string[]): Promise<void> {
  const { cache } = paths(process.env)
  const [onProgress, signal] = [progressTo(err), interruptSignal()]
  await cleanUp(onProgress)
  const named = await Promise.all(labels.map(label => namedQemu(cache, label)))
  for (const { source } of named.length > 0 ? named : await listQemus(cache)) {
    const { label, version, path } = await upgradeQemu({ source, cache, onProgress, signal })
    out.print(`${label}  ${version}  ${path}\n`)
  }
  await snapshotStore().removeStale()
}

/** `chardev-fc qemu remove LABEL`: with the snapshots of its guests. */
export async function remove(label: string): Promise<void> {
  await removeQemu(paths(process.env).cache, label)
  await snapshotStore().removeStale()
}
