// `npm test`, `npm run test:unit`, `npm run test:long`. An old Node must be able to parse this file.
import { isNodeTooOld } from './node-version.js'

if (isNodeTooOld()) console.log('\n0 passed, 1 failed')
else import('./all-tests.js')
