import t from 'tap'
import { compareVersions, nextRelease } from './version.ts'

const mixed = ['no version', '11.1.3', '7.2.22 (Debian 1:7.2)', '10.0.13', '7.2.3', '9.2.50', '1.4', '9.2.0']
t.strictSame(mixed.toSorted(compareVersions), [
  '1.4',
  '7.2.3',
  '7.2.22 (Debian 1:7.2)',
  '9.2.0',
  '9.2.50',
  '10.0.13',
  '11.1.3',
  'no version',
])
t.equal(compareVersions('7.2.0', '7.2'), 0)
t.equal(
  compareVersions('99999999999999999999.0', '1.0'),
  1,
  'numbers that are none of a version break nothing',
)
for (const [version, next] of [
  ['11.0.94', '11.1.0'],
  ['9.2.50 (v9.2.0-12-gabc)', '10.0.0'],
  ['8.0.50', '8.1.0'],
  ['2.12.91', '3.0.0'],
  ['3.1.50', '4.0.0'],
  ['1.7.50', '2.0.0'],
  ['1.4.50', '1.5.0'],
  ['7.2.22', null],
  ['no version', null],
] as const)
  t.equal(nextRelease(version), next, version)
