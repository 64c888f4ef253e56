import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { BisectReport } from '../../src/model/contract/bisect-report.ts'
import { chardevFc } from '../support/command.ts'
import { newHome } from '../support/running.ts'

const suites = ['debian:sid', 'debian:bullseye', 'debian:trixie', 'debian:bookworm']
const qemus = suites.flatMap(suite => ['--qemu', suite])

void t.test('over four real QEMUs: the first version in which a udp chardev counts as connected', async t => {
  const env = { XDG_STATE_HOME: newHome(t) }
  const { exitCode, stdout, stderr } = await chardevFc(['bisect', 'udp-read', ...qemus, '--json'], env)
  t.equal(exitCode, 0, stderr)
  const report = JSON.parse(stdout) as BisectReport
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

  await t.test('its log is no log of QEMUs that were replaced since', async t => {
    const file = join(newHome(t), 'log')
    const { stdout: log } = await chardevFc(['bisect', 'log'], env)
    writeFileSync(file, log.replaceAll('"5.2.0', '"5.1.0'))
    t.match(await chardevFc(['bisect', 'replay', file], env), {
      exitCode: 64,
      stderr: / was QEMU 5\.1\.0.* when the bisection began, and is 5\.2\.0.* now: put it back/,
    })
  })
})

void t.test('a case that all of them pass: the ends do not differ', async t => {
  const env = { XDG_STATE_HOME: newHome(t) }
  const { exitCode, stdout, stderr } = await chardevFc(
    ['bisect', 'reconnect', ...qemus, '--error-bound', '20%'],
    env,
  )
  t.equal(exitCode, 64)
  t.equal(stdout, '')
  t.match(stderr, /expected ends that differ, but a failure showed in 0 of \d+ runs of the older end 5\.2/)
})
