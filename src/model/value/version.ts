import semver from 'semver'

/**
 * The plain `x.y.z` in what QEMU or a package calls its version (`7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)`),
 * or null. Development versions (x.y.50 to x.y.99) stay as they are: newer than x.y, older than the next
 * release (`nextRelease`), which is what plain numeric order says.
 */
export function plainVersion(text: string): string | null {
  // Bounded, and only from the first digit on: else a text of nothing but digits takes the square of its length.
  const match = /(?<!\d)(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?/.exec(text)
  return match === null ? null : `${match[1]}.${match[2]}.${match[3] ?? '0'}`
}

/** The last minor of a major, up to 3; from 4 on it is 2 (qemu.org, release tags). */
const lastMinors: Readonly<Record<number, number>> = { 0: 15, 1: 7, 2: 12, 3: 1 }

/**
 * The release that a development version (x.y.50 to x.y.99, release candidates among them) leads to: `11.1.0` for
 * 11.0.94. Null for a release.
 */
export function nextRelease(version: string): string | null {
  const [major = 0, minor = 0, micro = 0] = plainVersion(version)?.split('.').map(Number) ?? []
  if (micro < 50) return null
  return minor < (lastMinors[major] ?? 2) ? `${major}.${minor + 1}.0` : `${major + 1}.0.0`
}

/** Whether a version lies in a range such as `<1.5.0`, `>=10.0.0 <11.0.0` or `*`. */
export function inRange(version: string, range: string): boolean {
  const plain = plainVersion(version)
  return plain !== null && semver.satisfies(plain, range)
}

/** Whether something is a range of versions. */
export function isRange(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && semver.validRange(value) !== null
}

/** Sorts versions, the oldest first; what has no version in it comes last. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [numbers(a), numbers(b)]
  const index = left.findIndex((number, place) => number !== right[place])
  return index === -1 ? 0 : (left[index] ?? 0) < (right[index] ?? 0) ? -1 : 1
}

function numbers(text: string): number[] {
  return plainVersion(text)?.split('.').map(Number) ?? [Infinity, Infinity, Infinity]
}
