import t from 'tap'
import { hostile, passed, written } from './result.fixture.ts'
import { slowest } from './slowest.ts'

t.equal(
  written(
    write => slowest(write, 2),
    [
      passed({ case: 'null', seconds: 1 }),
      passed({ case: 'tls', seconds: 12.34 }),
      passed({ seconds: 0, outcome: 'skip' }),
      passed({ seconds: 2, repeat: 3 }),
    ],
  ),
  `Slowest:
  12.3 s  tls on QEMU 7.2.22 (debian-bookworm, tcg)
   2.0 s  unix-server #3 on QEMU 7.2.22 (debian-bookworm, tcg)

`,
)
t.equal(
  written(write => slowest(write, 2), []),
  '',
)
t.notMatch(written(write => slowest(write, 2), [hostile()]).replaceAll('\n', ''), /[\p{Cc}\p{Cf}]/u)
