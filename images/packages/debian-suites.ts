/** The suites that Debian's ordinary mirrors have, as package sources: `debian:trixie`. */
export const debianSuites: readonly string[] = ['bullseye', 'bookworm', 'trixie', 'sid'].map(
  suite => `debian:${suite}`,
)
