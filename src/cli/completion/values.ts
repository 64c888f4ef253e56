import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { debianSuites } from '../../../images/packages/debian-suites.ts'
import { cacheParts } from '../../cache/cache-parts.ts'
import { caseIds } from '../../plan/case-ids.ts'
import { bisectReportKinds, reportKinds } from '../option/report-kinds.ts'
import { paths } from '../paths.ts'

/**
 * The values that a placeholder of a command line stands for, as in `--qemu <qemu>`. Only names of files are read: no
 * case is loaded, no QEMU started, nothing written.
 */
export async function valuesOf(placeholder: string, command: Command): Promise<readonly string[]> {
  return (await values[placeholder]?.(command)) ?? []
}

const values: Readonly<Record<string, (command: Command) => Promise<readonly string[]>>> = {
  case: caseIds,
  pattern: caseIds,
  qemu: async () => [...(await installed()), ...debianSuites],
  source: async () => [...debianSuites, 'native'],
  label: installed,
  image: () => namesIn(() => join(paths(process.env).cache, 'images')),
  part: async () => Object.keys(cacheParts),
  bisection: () => namesIn(() => paths(process.env).bisections),
  symptom: async () => (await import('../../model/contract/verdict.ts')).symptoms,
  'kind=path': async command => kindsOf(command).map(kind => `${kind}=`),
}

function kindsOf(command: Command): readonly string[] {
  const isBisect = [command, command.parent].some(one => one?.name() === 'bisect')
  return isBisect ? bisectReportKinds : reportKinds
}

function installed(): Promise<string[]> {
  return namesIn(() => join(paths(process.env).cache, 'qemu'))
}

/** None if the folder is not there, cannot be read, or cannot be named (without a home folder). */
async function namesIn(folder: () => string): Promise<string[]> {
  try {
    return (await readdir(folder())).filter(name => !name.startsWith('.')).sort()
  } catch {
    return []
  }
}
