import { homedir } from 'node:os'
import { join } from 'node:path'
import { installQemu, listQemus } from '../../images/debian-qemu.ts'
import { UsageError } from '../model/errors.ts'
import { isGlob } from '../model/glob.ts'
import type { Say } from '../model/say.ts'
import { findQemu, isProgram } from '../qemu/find.ts'
import { matchingPrograms } from '../qemu/matching-programs.ts'
import { probeQemu, type Qemu } from '../qemu/probe.ts'
import { uniqueLabels } from '../qemu/unique-labels.ts'

/** Where QEMUs are looked for, and who hears of it when one must be fetched. */
export interface QemuPlaces {
  readonly cache: string
  readonly env: NodeJS.ProcessEnv
  readonly say: Say
  readonly signal: AbortSignal
}

/** A program, and what reports call it; without a label it is called by what it says of itself. */
interface Program {
  readonly path: string
  readonly label?: string
}

/**
 * The QEMUs that words mean, probed, each binary once, in the order named. A word is a path, a pattern of paths, a name
 * on PATH, a label of `qemu list`, `debian:SUITE` or `native` (fetched when it is not there). Without words: the one of
 * $CHARDEV_FC_QEMU, else of PATH, else this machine's own release's. Throws UsageError and InfraError.
 */
export async function theQemus(words: readonly string[], places: QemuPlaces): Promise<Qemu[]> {
  const { cache, env, signal } = places
  if (words.includes(''))
    throw new UsageError(
      'wanted a QEMU, got --qemu with nothing: is a variable empty? Leave it out for the usual one',
    )
  const asked = words.length > 0 ? words : [env['CHARDEV_FC_QEMU'] ?? '']
  const probed: Qemu[] = []
  for (const word of asked) {
    const programs = word === '' ? [await usual(places)] : await programsOf(word, places)
    for (const { path, label } of programs) probed.push(await probeQemu(path, cache, signal, label))
  }
  return uniqueLabels(probed)
}

/** Whether a word means packages of a suite: no path, and a label has no colon. */
export function isSource(word: string): boolean {
  return word.includes(':') && !word.includes('/') && !isGlob(word)
}

async function usual(places: QemuPlaces): Promise<Program> {
  const found = await findQemu({ path: places.env['PATH'] ?? '' })
  return found === null ? { path: (await installed('native', places)).path } : { path: found.path }
}

async function programsOf(word: string, places: QemuPlaces): Promise<Program[]> {
  const here = word.startsWith('~/') ? join(homedir(), word.slice(2)) : word
  if (isGlob(word) && !(await isProgram(here))) return matching(here)
  if (word.includes('/')) return [await onDisk(word, places)]
  if (word === 'native' || isSource(word)) return [await installed(word, places)]
  const known = await listQemus(places.cache)
  const labelled = known.find(({ label }) => label === word)
  if (labelled !== undefined) return [labelled]
  const found = await onDisk(word, places)
  if (await isProgram(found.path)) return [found]
  const labels = known.length === 0 ? 'none are installed' : known.map(({ label }) => label).join(', ')
  throw new UsageError(
    `wanted a QEMU, got '${word}': no program here or on PATH, and no label of chardev-fc qemu list (${labels}); ` +
      'a path, a pattern of paths or debian:SUITE do too',
  )
}

async function matching(pattern: string): Promise<Program[]> {
  const paths = await matchingPrograms(pattern)
  if (paths.length === 0) {
    throw new UsageError(
      `wanted QEMUs like '${pattern}', but there is no such program: is the pattern right?`,
    )
  }
  return paths.map(path => ({ path }))
}

async function onDisk(wanted: string, { env }: QemuPlaces): Promise<Program> {
  const found = await findQemu({ wanted, path: env['PATH'] ?? '' })
  return { path: found?.path ?? wanted }
}

async function installed(source: string, { cache, say, signal }: QemuPlaces): Promise<Program> {
  const { path, label } = await installQemu({ source, cache, say, signal })
  return { path, label }
}
