import t from 'tap'
import type { HuntReport } from '../../src/model/contract/hunt-report.ts'
import { chardevFc } from '../support/command.ts'
import { newHome } from '../support/running.ts'

const suites = ['debian:sid', 'debian:bullseye', 'debian:trixie', 'debian:bookworm']
const qemus = suites.flatMap(suite => ['--qemu', suite])

void t.test('over four real QEMUs: the version since which a udp chardev counts as connected', async t => {
  const env = { XDG_STATE_HOME: newHome(t) }
  const { exitCode, stdout, stderr } = await chardevFc(['bisect', 'udp-read', ...qemus, '--json'], env)
  t.equal(exitCode, 0, stderr)
  const report = JSON.parse(stdout) as HuntReport
  t.match(report, {
    symptom: 'stuck',
    edges: [
      {
        ...{ from: 'stuck', to: 'pass', version: /^11\./ },
        before: { version: /^10\./, outcome: 'fail', symptom: 'stuck' },
        after: { version: /^11\./, outcome: 'pass', shown: 0 },
      },
    ],
  })
  t.ok(report.edges[0].confidence >= 0.99)
})

void t.test('with a case that all of them pass there is nothing to find', async t => {
  const env = { XDG_STATE_HOME: newHome(t) }
  const { exitCode, stdout, stderr } = await chardevFc(
    ['bisect', 'reconnect', ...qemus, '--error-bound', '20%'],
    env,
  )
  t.equal(exitCode, 64)
  t.equal(stdout, '')
  t.match(
    stderr,
    /wanted ends that differ, but a failure came with the older end 5\.2\S* .* in 0 of \d+ runs/,
  )
})
