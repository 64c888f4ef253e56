import t from 'tap'
import { compareVersions } from './version.ts'

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
