import { InfraError, UsageError } from '../../src/model/errors.ts'
import type { PackageSource } from './package-source.ts'

/** What `apt-get update` ended with. */
interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Says in one line what went wrong in `apt-get update`, or nothing if all lists came and are trusted. */
export function explainUpdate(source: PackageSource, { code, stdout, stderr }: Ended): Error | undefined {
  const said = `${stderr}\n${stdout}`
  const complaint = /^(?:E|W): .*$/m.exec(stderr)?.[0]
  // Older apts end with 0 and a warning when a list could not be had.
  if (code === 0 && !/Failed to fetch|index files failed|GPG error/.test(stderr)) return undefined
  const mirror = [...new Set(source.sources.map(({ uri }) => uri))].join(', ')
  const cause = { cause: complaint ?? said.trim() }
  if (/No space left on device|Disk quota exceeded/.test(said)) {
    return new InfraError(
      `no space for the package lists of ${source.name}: free some space on the disk of the cache, or set XDG_CACHE_HOME to a folder on another disk`,
      cause,
    )
  }
  // A proxy's 403 or 407 makes apt add that the repository "is not signed": that is no matter of keys.
  const status = /^[EW]: Failed to fetch \S+ +(\d{3}) /m.exec(stderr)?.[1] ?? '404'
  if (
    status === '404' &&
    /NO_PUBKEY|EXPKEYSIG|BADSIG|REVKEYSIG|GPG error|is not signed|couldn't be verified|Sub-process \S*(gpgv|sqv)/.test(
      said,
    )
  ) {
    return new InfraError(
      `the package lists of ${source.name} are not signed by a key this machine trusts (${short(complaint)}): update debian-archive-keyring`,
      cause,
    )
  }
  if (/does not have a Release file|no longer has a Release file|404 +Not Found/.test(said)) {
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
