import { access } from 'node:fs/promises'
import { UsageError } from '../../model/errors.ts'
import { probeQemu } from '../../qemu/binary/probe.ts'
import { run } from '../command/run.ts'
import { resolveQemus, singleQemu } from '../guest/resolve-qemus.ts'
import type { GuestOptions } from '../option/guest-options.ts'
import type { BisectExitOptions, RunOptions } from '../option/run-options.ts'
import { symptomNamed } from '../option/symptom-named.ts'
import { paths } from '../paths.ts'
import { err } from '../terminal/output.ts'
import { gitCodes, gitExit } from './git-exit.ts'

/** `chardev-fc run`, and `run --bisect-exit`, of one case on one QEMU. Resolves with the exit code. */
export async function runOrBisect(
  ids: readonly string[],
  options: GuestOptions & RunOptions & BisectExitOptions,
  command: readonly string[],
): Promise<number> {
  if (!options.bisectExit) {
    if (options.symptom !== undefined)
      throw new UsageError('--symptom is only for --bisect-exit: add it, or leave --symptom out')
    return run(ids, options, command)
  }
  const [qemu, ...others] = options.qemu ?? []
  const symptom = symptomNamed(options.symptom)
  if (ids.length !== 1 || options.all || qemu === undefined || others.length > 0) {
    throw new UsageError('--bisect-exit: expected one case and one --qemu PATH, the QEMU that was built')
  }
  const why = await whyUntestable(qemu)
  if (why !== null) {
    err.print(`chardev-fc: exit code ${gitCodes.untestable}: ${why}\n`)
    return gitCodes.untestable
  }
  return run(ids, options, command, results => gitExit(results, symptom))
}

/** Why a QEMU that was built cannot be tested, or null. Throws UsageError for one that is not there. */
async function whyUntestable(word: string): Promise<string | null> {
  const qemu = singleQemu(await resolveQemus([word]), [word])
  if (qemu.kind === 'nothing') throw new UsageError(qemu.why)
  if (qemu.kind === 'packages') return null
  await access(qemu.path).catch(() => {
    throw new UsageError(`--qemu: expected the QEMU that was built, but there is no ${qemu.path}`)
  })
  try {
    await probeQemu(qemu.path, paths(process.env).cache, new AbortController().signal)
    return null
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}
