import { access } from 'node:fs/promises'
import type { CellResult } from '../../model/contract/result.ts'
import type { Symptom } from '../../model/contract/verdict.ts'
import { UsageError } from '../../model/errors.ts'
import { probeQemu } from '../../qemu/binary/probe.ts'
import type { Exit } from '../../report/exit-code.ts'
import { run } from '../command/run.ts'
import { resolveQemus, singleQemu } from '../guest/resolve-qemus.ts'
import { symptomNamed } from '../option/bisect-symptom.ts'
import type { GuestOptions } from '../option/guest-options.ts'
import type { RunOptions } from '../option/run-options.ts'
import { paths } from '../paths.ts'

/** What `git bisect run` understands (git-bisect(1)); 128 and above stop it. */
const codes = { good: 0, bad: 1, untestable: 125 } as const

/** `chardev-fc run`, and `run --bisect-exit`, of one case on one QEMU. Resolves with the exit code. */
export async function runOrBisect(
  ids: readonly string[],
  options: GuestOptions & RunOptions,
  command: readonly string[],
): Promise<number> {
  if (!options.bisectExit) {
    if (options.symptom !== undefined) throw new UsageError('--symptom goes with --bisect-exit')
    return run(ids, options, command)
  }
  const [qemu, ...others] = options.qemu ?? []
  const symptom = options.symptom === undefined ? null : symptomNamed(options.symptom)
  if (ids.length !== 1 || options.all || qemu === undefined || others.length > 0) {
    throw new UsageError('--bisect-exit: wanted one case, and the QEMU that was built: --qemu PATH')
  }
  const why = await whyUnfit(qemu)
  if (why !== null) {
    process.stderr.write(`chardev-fc: exit code ${codes.untestable}: ${why}\n`)
    return codes.untestable
  }
  return run(ids, options, command, results => exitOf(results, symptom))
}

/** What a result means to a hunt for a symptom; without one any failure is bad. */
export function exitOf(results: readonly CellResult[], hunted: Symptom | null): Exit {
  const [result] = results
  if (result === undefined) return { code: codes.untestable, meaning: 'untestable, nothing was played' }
  const { outcome, symptom } = result
  if (outcome === 'pass') return { code: codes.good, meaning: 'good' }
  const isBad = outcome === 'fail' && (hunted === null || symptom === hunted)
  if (isBad) return { code: codes.bad, meaning: `bad (${symptom ?? 'it failed'})` }
  const what = outcome === 'fail' ? `it failed otherwise (${symptom ?? 'no symptom'})` : outcome
  return { code: codes.untestable, meaning: `untestable, ${what}` }
}

/** A build that is there but does not start cannot be tested; one that is not there is a mistake, and throws UsageError. */
async function whyUnfit(word: string): Promise<string | null> {
  const qemu = singleQemu(await resolveQemus([word]), [word])
  if (qemu.kind === 'nothing') throw new UsageError(qemu.why)
  if (qemu.kind === 'packages') return null
  await access(qemu.path).catch(() => {
    throw new UsageError(`--qemu: wanted the QEMU that was built, but there is no ${qemu.path}`)
  })
  try {
    await probeQemu(qemu.path, paths(process.env).cache, new AbortController().signal)
    return null
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
}
