import { installedQemu, installQemu, listQemus } from '../../../images/qemu/debian-qemu.ts'
import { isProgram, onPath } from '../../cache/program.ts'
import { UsageError } from '../../model/errors.ts'
import type { OnProgress } from '../../model/progress-event.ts'
import { isGlob } from '../../model/value/glob.ts'
import { programAt } from '../../qemu/binary/find.ts'
import { matchingPrograms } from '../../qemu/binary/matching-programs.ts'
import { probeQemu, type Qemu } from '../../qemu/binary/probe.ts'
import { uniqueLabels } from '../../qemu/binary/unique-labels.ts'
import { paths } from '../paths.ts'

/** Who hears of it when a QEMU must be fetched, and what ends that. */
export interface QemuFetching {
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}

/**
 * What a word means: a program (without a label it is called by what it says of itself), packages that are not
 * installed yet, or nothing here, with the reason.
 */
export type NamedQemu =
  | { readonly kind: 'program'; readonly path: string; readonly label?: string }
  | { readonly kind: 'packages'; readonly source: string }
  | { readonly kind: 'nothing'; readonly why: string }

/**
 * What the words of `--qemu` mean, in the order named; nothing is fetched. A word is a path, a pattern of paths, a name
 * on PATH, a label of `qemu list`, `debian:SUITE` or `native`. Without words: the one of $CHARDEV_FC_QEMU, else
 * qemu-system-x86_64 of PATH, else this machine's own release's. Throws UsageError for a word of no such form.
 */
export async function namedQemus(words: readonly string[]): Promise<NamedQemu[]> {
  if (words.includes(''))
    throw new UsageError(
      '--qemu: got an empty value (is a variable empty?); leave --qemu out to use the default',
    )
  const asked = words.length > 0 ? words : [process.env['CHARDEV_FC_QEMU'] || (await usualQemu())]
  const named = await Promise.all(asked.map(meaningOf))
  return named.flat()
}

/** The QEMUs that words mean, fetched if need be, probed, each binary once. Throws UsageError and InfraError. */
export async function theQemus(words: readonly string[], fetching: QemuFetching): Promise<Qemu[]> {
  const { cache } = paths(process.env)
  const probed: Qemu[] = []
  for (const one of await namedQemus(words)) {
    if (one.kind === 'nothing') throw new UsageError(one.why)
    const { path, label } = one.kind === 'program' ? one : await installQemu({ cache, ...fetching, ...one })
    probed.push(await probeQemu(path, cache, fetching.signal, label))
  }
  return uniqueLabels(probed)
}

/** The one QEMU where only one can be used. Throws UsageError when words mean several. */
export function onlyQemu<One>(qemus: readonly One[], words: readonly string[]): One {
  const [first, ...others] = qemus
  if (first !== undefined && others.length === 0) return first
  const said = words.join(' ') || '$CHARDEV_FC_QEMU'
  throw new UsageError(`expected one QEMU, but ${said} matches ${qemus.length}: name one`)
}

/** Whether a word means packages of a suite: no path, and a label has no colon. */
export function isSource(word: string): boolean {
  return word.includes(':') && !word.includes('/') && !isGlob(word)
}

async function usualQemu(): Promise<string> {
  return (await onPath('qemu-system-x86_64', process.env['PATH'] ?? '')) ?? 'native'
}

async function meaningOf(word: string): Promise<NamedQemu[]> {
  const { cache } = paths(process.env)
  const path = await programAt(word, process.env['PATH'] ?? '')
  if (isGlob(word) && !(await isProgram(path))) return matching(word)
  if (word.includes('/')) return [{ kind: 'program', path }]
  if (word === 'native' || isSource(word)) {
    const there = await installedQemu(word, cache)
    return [there === undefined ? { kind: 'packages', source: word } : { kind: 'program', ...there }]
  }
  const known = await listQemus(cache)
  const labelled = known.find(({ label }) => label === word)
  if (labelled !== undefined) return [{ kind: 'program', ...labelled }]
  if (await isProgram(path)) return [{ kind: 'program', path }]
  const labels = known.length === 0 ? 'none are installed' : known.map(({ label }) => label).join(', ')
  const why =
    `--qemu: '${word}' is neither a program (here or on PATH) nor a label from chardev-fc qemu list (${labels}); ` +
    'give a path, a glob, debian:SUITE or a label'
  return [{ kind: 'nothing', why }]
}

async function matching(pattern: string): Promise<NamedQemu[]> {
  const found = await matchingPrograms(pattern)
  if (found.length === 0) {
    throw new UsageError(`--qemu: no program matches '${pattern}'`)
  }
  return found.map(path => ({ kind: 'program', path }))
}
