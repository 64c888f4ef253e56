import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import { readResults } from '../../src/results/results-folder.ts'
import { bash, type Machine, machine } from '../support/ci-checkout.ts'
import { type GithubJob, githubNightly, gitlabNightly, workflow } from '../support/ci-engines.ts'

const small = ['--only', 'reconnect', '--only', 'reconnect-unread', '--qemu', 'debian:bookworm']
const printed = (engine: string, ...options: string[]) => workflow(engine, '--from', 'checkout', ...options)

void t.test('GitHub: the steps of two shards and of the merge, executed', async t => {
  const here = await machine(t, { cache: 'home/.cache/chardev-fc' })
  const text = await printed('github', ...small)
  const [first, second, merged, ...others] = await githubNightly(t, here, text)
  for (const log of [first, second]) t.match(log, /\n1 cell: /)
  t.match(merged, /\n2 cells: /)
  t.strictSame(others, [])
  t.match(readFileSync(join(here.home, 'summary'), 'utf8'), '### chardev-fc: 2 cells, nothing unexpected')
  allIsReported(t, here)

  const { jobs } = parse(text) as { jobs: { merge: GithubJob } }
  rmSync(join(here.checkout, 'shards/debian-bookworm/2'), { recursive: true })
  await again(t, here, jobs.merge, 69, 'versions/debian-bookworm has 1 of its 2 cells')
  rmSync(join(here.checkout, 'shards'), { recursive: true })
  await again(t, here, jobs.merge, 64, 'cannot read the results folder')
})

/** The merge of what a failed shard has left: a report, and a failure. */
async function again(t: Test, here: Machine, job: GithubJob, code: number, words: string): Promise<void> {
  // The engines lay the checkout anew; its history is the one that has this test run already.
  for (const made of ['versions', 'report']) rmSync(join(here.checkout, made), { recursive: true })
  const { exitCode, all } = await bash(here, job.steps.at(-3)?.run ?? '', {})
  t.equal(exitCode, code, all)
  t.match(all, words)
}

void t.test('GitLab: the scripts of two shards and of the merge, executed', async t => {
  const here = await machine(t, { cache: 'work/.cache/chardev-fc' })
  const [first, second, merged, ...others] = await gitlabNightly(t, here, await printed('gitlab', ...small))
  for (const log of [first, second]) t.match(log, /\n1 cell: /)
  t.match(merged, /\n2 cells: /)
  t.strictSame(others, [])
  allIsReported(t, here)
})

function allIsReported(t: Test, { checkout }: Machine): void {
  const { testRun, cells } = readResults(join(checkout, 'report/results'))
  t.strictSame(testRun.plan, { cells: 2 })
  t.strictSame(cells.map(({ result }) => result.case).sort(), ['reconnect', 'reconnect-unread'])
  t.match(readFileSync(join(checkout, 'report/page.html'), 'utf8'), 'data-line="cell-2-line"')
  t.match(readFileSync(join(checkout, 'report/junit.xml'), 'utf8'), /<testsuites [\s\S]*<\/testsuites>/)
  t.ok(existsSync(join(checkout, 'history', testRun.startedAt.replaceAll(':', '-'))), 'in the history')
}
