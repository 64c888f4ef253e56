import { access } from 'node:fs/promises'
import { installQemu, listQemus } from '../../images/debian-qemu.ts'
import type { ListedQemu } from '../bisect/hunt-log.ts'
import { UsageError } from '../model/errors.ts'
import type { Say } from '../model/say.ts'
import { findQemu } from '../qemu/find.ts'
import { probeQemu } from '../qemu/probe.ts'
import { paths } from './paths.ts'

/** The QEMUs that are meant by paths, labels of installed ones and `debian:SUITE`, in that order. Throws UsageError. */
export async function listedQemus(
  names: readonly string[],
  say: Say,
  signal: AbortSignal,
): Promise<ListedQemu[]> {
  const { cache } = paths(process.env)
  const listed: ListedQemu[] = []
  for (const name of names) {
    const found = await pathOf(name, cache, say, signal)
    const { path, label, version } = await probeQemu(found.path, cache, signal, found.label)
    listed.push({ path, label, version })
  }
  return listed
}

async function pathOf(
  name: string,
  cache: string,
  say: Say,
  signal: AbortSignal,
): Promise<{ path: string; label?: string }> {
  const isFile = await access(name).then(
    () => true,
    () => false,
  )
  const installed = (await listQemus(cache)).find(({ label, source }) => label === name || source === name)
  if (installed !== undefined && !isFile) return { path: installed.path, label: installed.label }
  if (/^\w+:\w/.test(name) && !isFile) {
    const { path, label } = await installQemu({ source: name, cache, say, signal })
    return { path, label }
  }
  const found = await findQemu({ wanted: name, path: process.env['PATH'] ?? '' })
  if (found === null)
    throw new UsageError('--qemu: wanted a path, a label of chardev-fc qemu list, or debian:SUITE')
  return { path: found.path }
}
