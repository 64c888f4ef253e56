import { InfraError, UsageError } from '../../src/model/errors.ts'
import type { PackageSource } from './package-source.ts'

interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The error of `apt-get update` as one line; undefined if all lists were fetched and are trusted. */
export function explainUpdate(source: PackageSource, { code, stdout, stderr }: Ended): Error | undefined {
  const output = `${stderr}\n${stdout}`
  const complaint = /^(?:E|W): .*$/m.exec(stderr)?.[0]
  // Older apts exit with 0 and warn if a list cannot be fetched.
  if (code === 0 && !/Failed to fetch|index files failed|GPG error/.test(stderr)) return undefined
  const mirror = [...new Set(source.sources.map(({ uri }) => uri))].join(', ')
  const cause = { cause: complaint ?? output.trim() }
  if (/No space left on device|Disk quota exceeded/.test(output)) {
    return new InfraError(
      `no space for the package lists of ${source.name}: free some space on the disk of the cache, or set XDG_CACHE_HOME to a folder on another disk`,
      cause,
    )
  }
  // After a proxy's 403 or 407 apt adds that the repository "is not signed", which is not about keys.
  const status = /^[EW]: Failed to fetch \S+ +(\d{3}) /m.exec(stderr)?.[1] ?? '404'
  if (
    status === '404' &&
    /NO_PUBKEY|EXPKEYSIG|BADSIG|REVKEYSIG|GPG error|is not signed|couldn't be verified|Sub-process \S*(gpgv|sqv)/.test(
      output,
    )
  ) {
    return new InfraError(
      `the package lists of ${source.name} are not signed by a key this machine trusts (${short(complaint)}): update debian-archive-keyring`,
      cause,
    )
  }
  if (/does not have a Release file|no longer has a Release file|404 +Not Found/.test(output)) {
    return new UsageError(
      `there is no suite '${source.suite}' at ${mirror}: it is misspelt or retired; name another, such as debian:bookworm`,
      cause,
    )
  }
  return new InfraError(
    `cannot fetch the package lists of ${source.name} from ${mirror} (${short(complaint)}): check the network and apt's proxy`,
    cause,
  )
}

function short(complaint: string | undefined): string {
  return complaint === undefined ? 'apt gave no reason' : complaint.slice(3, 200)
}
