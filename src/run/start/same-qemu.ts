import type { Json } from '../../model/contract/observation.ts'
import { isRecord } from '../../model/contract/record.ts'
import { InfraError } from '../../model/errors.ts'
import { fileIdentity } from '../../qemu/binary/file-identity.ts'
import type { Qemu } from '../../qemu/binary/qemu.ts'
import type { Qmp } from '../../qemu/qmp.ts'

/**
 * Makes sure that the QEMU that answers is the one that was probed: a package may be upgraded, or a build tree rebuilt,
 * while a test run goes on, and its verdicts would be those of another QEMU. Throws InfraError.
 */
export async function requireSameQemu(qemu: Qemu, qmp: Qmp, signal: AbortSignal): Promise<void> {
  const { path, versionText } = qemu
  const running = versionIn(await qmp.execute('query-version', {}, { signal }))
  const isSameVersion =
    running === null || (running.version === qemu.version && versionText.includes(running.package))
  if (isSameVersion && (await isSameFile(qemu))) return
  const now = isSameVersion ? 'the file has changed' : `it is ${running.version} (${running.package})`
  throw new InfraError(
    `${path} is another QEMU than when this command began: it was ${versionText}, and now ${now}; run the command again`,
  )
}

/** See probe.ts: what a script answers to --version is part of its identity. */
async function isSameFile({ path, identity, versionText }: Qemu): Promise<boolean> {
  const now = await Promise.all([fileIdentity(path), fileIdentity(path, versionText)]).catch(
    (): string[] => [],
  )
  return now.includes(identity)
}

/** Null for an answer that is not that of QEMU's documentation (query-version in qapi/control.json). */
function versionIn(answer: Json): { readonly version: string; readonly package: string } | null {
  if (!isRecord(answer) || !isRecord(answer['qemu'])) return null
  const { major, minor, micro } = answer['qemu']
  // Before 2.9 it has the parentheses of --version (configure, pkgversion).
  const name = String(answer['package'] ?? '').replaceAll(/^[\s(]+|[\s)]+$/g, '')
  return { version: [major, minor, micro].join('.'), package: name }
}
