import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import t from 'tap'
import type { BisectReport } from '../../src/model/contract/bisect-report.ts'
import { building, type Kind, makeRepo } from '../support/bisect-repo.ts'
import { chardevFc } from '../support/command.ts'
import { equipment } from '../support/guest.ts'
import { newHome } from '../support/running.ts'

const kinds: readonly Kind[] = [
  ...(['well', 'well', 'broken', 'well', 'dead', 'well', 'flaky', 'flaky'] as const),
  ...(['crashing', 'lossy', 'broken', 'lossy', 'lossy'] as const),
]
const culprit = kinds.indexOf('flaky')

void t.test(
  'at the default error bound: revisions that do not build, a flaky stretch, a crash that is another bug',
  async t => {
    const home = newHome(t)
    const { qemu } = await equipment()
    const { repo, commits } = await makeRepo(home, qemu.path, kinds)
    const ends = ['--good', commits[0] ?? '', '--bad', 'HEAD', '--repo', repo]
    const env = { XDG_STATE_HOME: join(home, 'state') }
    const { exitCode, stdout, stderr } = await chardevFc(
      ['bisect', 'reconnect', ...ends, ...building, '--json'],
      env,
    )
    t.comment(stderr)
    t.equal(exitCode, 0)
    const report = JSON.parse(stdout) as BisectReport
    const edge = report.edges.find(({ from, to }) => from === 'pass' && to === 'stuck')
    t.match(edge, {
      rev: commits[culprit],
      before: { rev: commits[culprit - 1], outcome: 'pass', shown: 0 },
    })
    t.ok((edge?.confidence ?? 0) >= 0.99, `confidence ${edge?.confidence}`)
    // Where the crash was run, it is between two changes of its own.
    const crash = commits[kinds.indexOf('crashing')]
    const isSeen = report.steps.some(({ rev }) => rev === crash)
    t.equal(report.edges.length, isSeen ? 3 : 1)
    t.equal(
      report.edges.some(({ rev, from, to }) => rev === crash && from === 'stuck' && to === 'crash'),
      isSeen,
    )
    t.comment(`${report.totals.builds} builds, ${report.totals.runs} runs`)
  },
)

void t.test('the commit that fixed the bug, and the message for swapped ends', async t => {
  const home = newHome(t)
  const { qemu } = await equipment()
  const { repo, commits } = await makeRepo(home, qemu.path, ['crashing', 'crashing', 'well', 'well'])
  const env = { XDG_STATE_HOME: join(home, 'state') }
  const bisect = (...args: readonly string[]) =>
    chardevFc(
      ['bisect', 'reconnect', '--repo', repo, ...building, '--error-bound', '20%', '--json', ...args],
      env,
    )
  const swapped = await bisect('--good', commits[0] ?? '', '--bad', 'HEAD')
  t.equal(swapped.exitCode, 64)
  t.match(swapped.stderr, /swap the ends, or, if the bug was fixed between them, add --find-fix/)
  const fix = await bisect('--bad', commits[0] ?? '', '--good', 'HEAD', '--find-fix')
  t.equal(fix.exitCode, 0, fix.stderr)
  t.match(JSON.parse(fix.stdout), { edges: [{ from: 'crash', to: 'pass', rev: commits[2] }] })
  const terms = await bisect('--old', commits[0] ?? '', '--new', 'HEAD')
  t.match(JSON.parse(terms.stdout), { edges: [{ from: 'crash', to: 'pass', rev: commits[2] }] })
})

void t.test("the documentation's one-liner for git bisect run", async t => {
  const home = newHome(t)
  const { qemu } = await equipment()
  const { repo, commits } = await makeRepo(home, qemu.path, [
    'well',
    'broken',
    'well',
    'crashing',
    'dead',
    'crashing',
  ])
  const program = fileURLToPath(new URL('../../../bin/chardev-fc.js', import.meta.url))
  const git = (...args: readonly string[]) =>
    execa('git', ['-C', repo, ...args], { env: { XDG_STATE_HOME: home } })
  await git('bisect', 'start', 'HEAD', commits[0] ?? '')
  const play = `node ${program} run reconnect --qemu build/qemu-system-x86_64 --bisect-exit --symptom crash`
  const { stdout } = await git('bisect', 'run', 'sh', '-c', `sh build.sh || exit 125; exec ${play}`)
  t.match(stdout, `${commits[3]} is the first bad commit`)
})
