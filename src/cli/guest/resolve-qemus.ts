import { namesSuite } from '../../../images/packages/package-source.ts'
import { installedQemu, installQemu, listQemus } from '../../../images/qemu/debian-qemu.ts'
import { onPath } from '../../cache/program.ts'
import { UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { isGlob } from '../../model/value/glob.ts'
import { findPrograms } from '../../qemu/binary/find-programs.ts'
import { probeQemu, type Qemu } from '../../qemu/binary/probe.ts'
import { uniqueLabels } from '../../qemu/binary/unique-labels.ts'
import { paths } from '../paths.ts'

/**
 * What a value of `--qemu` names: a program (labelled by its version unless `label` is set), packages that are not
 * installed yet, or nothing, with the reason.
 */
export type ResolvedQemu =
  | { readonly kind: 'program'; readonly path: string; readonly label?: string }
  | { readonly kind: 'packages'; readonly source: string }
  | { readonly kind: 'nothing'; readonly why: string }

/**
 * What each value of `--qemu` names, in the order given; nothing is installed. A value is a path, a glob, a name on
 * PATH, a label of `qemu list`, `debian:SUITE` or `native`. The default is $CHARDEV_FC_QEMU, then qemu-system-x86_64
 * on PATH, then the packages of this machine's own release. Throws UsageError for an empty value, an unknown source of
 * packages and a glob without a match.
 */
export async function resolveQemus(values: readonly string[]): Promise<ResolvedQemu[]> {
  if (values.includes(''))
    throw new UsageError(
      '--qemu: got an empty value (is a variable empty?); leave --qemu out to use the default',
    )
  const path = process.env['PATH'] ?? ''
  const usual = async () =>
    process.env['CHARDEV_FC_QEMU'] || ((await onPath('qemu-system-x86_64', path)) ?? 'native')
  const named = values.length > 0 ? values : [await usual()]
  return (await Promise.all(named.map(value => resolved(value, path)))).flat()
}

/** The QEMUs that the values name, installed if need be and probed, each binary once. Throws UsageError and InfraError. */
export async function prepareQemus(
  values: readonly string[],
  { onProgress, signal }: { readonly onProgress: OnProgress; readonly signal: AbortSignal },
): Promise<Qemu[]> {
  const { cache } = paths(process.env)
  const probed: Qemu[] = []
  for (const one of await resolveQemus(values)) {
    if (one.kind === 'nothing') throw new UsageError(one.why)
    const { path, label } =
      one.kind === 'program' ? one : await installQemu({ cache, onProgress, signal, source: one.source })
    probed.push(await probeQemu(path, cache, signal, label))
  }
  return uniqueLabels(probed)
}

/** The only one of these QEMUs. Throws UsageError if the values name several. */
export function singleQemu<One>(qemus: readonly One[], values: readonly string[]): One {
  const [first, ...others] = qemus
  if (first !== undefined && others.length === 0) return first
  const text = values.join(' ') || '$CHARDEV_FC_QEMU'
  throw new UsageError(`expected one QEMU, but ${text} matches ${qemus.length}: name one`)
}

async function resolved(value: string, searchPath: string): Promise<ResolvedQemu[]> {
  const { cache } = paths(process.env)
  if (value === 'native' || namesSuite(value)) {
    const installed = await installedQemu(value, cache)
    return [installed === undefined ? { kind: 'packages', source: value } : { kind: 'program', ...installed }]
  }
  const installed = await listQemus(cache)
  const labelled = installed.find(({ label }) => label === value)
  if (labelled !== undefined) return [{ kind: 'program', ...labelled }]
  const programs = await findPrograms(value, searchPath)
  if (programs.length > 0) return programs.map(path => ({ kind: 'program', path }))
  if (isGlob(value)) throw new UsageError(`--qemu: no program matches '${value}'`)
  const labels =
    installed.length === 0 ? 'none are installed' : installed.map(({ label }) => label).join(', ')
  const why =
    `--qemu: '${value}' is neither a program (here or on PATH) nor a label from chardev-fc qemu list (${labels}); ` +
    'give a path, a glob, debian:SUITE or a label'
  return [{ kind: 'nothing', why }]
}
