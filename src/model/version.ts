import semver from 'semver'

/**
 * The plain `x.y.z` in what QEMU or a package calls its version (`7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)`),
 * or null. Development versions (x.y.50 to x.y.99) stay as they are: newer than x.y, older than the next
 * release, which is what plain numeric order says.
 */
export function plainVersion(text: string): string | null {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text)
  return match === null ? null : `${match[1]}.${match[2]}.${match[3] ?? '0'}`
}

/** Whether a version lies in a range such as `<1.5.0`, `>=10.0.0 <11.0.0` or `*`. */
export function inRange(version: string, range: string): boolean {
  const plain = plainVersion(version)
  return plain !== null && semver.satisfies(plain, range)
}

/** Which of two versions is the newer: below 0, the second; above 0, the first. What has no number comes first. */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [plainVersion(a), plainVersion(b)]
  if (first === null || second === null) return Number(first !== null) - Number(second !== null)
  return semver.compare(first, second)
}
