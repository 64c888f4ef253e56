import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import { readResults } from '../src/results/results-folder.ts'
import { bash, type Machine, machine, root } from './support/ci-checkout.ts'
import { chardevFc } from './support/command.ts'
import { equipment } from './support/guest.ts'

const small = ['--only', 'reconnect', '--only', 'reconnect-unread', '--qemu', 'debian:bookworm']
/** A busy host may make a cell inconclusive: that is no trouble of the workflow. */
const gitlabFine = [0, 2]

interface Step {
  readonly name?: string
  readonly run?: string
}

interface Job {
  readonly env?: Record<string, string>
  readonly steps: readonly Step[]
  readonly strategy?: {
    readonly matrix: { readonly qemu: readonly object[]; readonly shard: readonly number[] }
  }
}

interface GitlabJob {
  readonly variables: Record<string, string>
  readonly before_script: readonly string[]
  readonly script: readonly string[]
  readonly parallel?: { readonly matrix: readonly Record<string, readonly string[]>[] }
}

async function printed(engine: string, ...options: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await chardevFc(['ci', engine, '--checkout', ...options])
  if (exitCode !== 0) throw new Error(stderr)
  return `${stdout}\n`
}

void t.test('what this repository carries is what is printed', async t => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  t.ok(scripts['start'], 'which the workflows call')
  const carried = { github: '.github/workflows/nightly.yml', gitlab: '.gitlab-ci.yml' }
  for (const [engine, path] of Object.entries(carried))
    t.equal(readFileSync(join(root, path), 'utf8'), await printed(engine), path)
})

void t.test('GitHub: the steps of two shards and of the merge, executed', async t => {
  await ready()
  const here = machine(t, 'home/.cache/chardev-fc')
  const { jobs } = parse(await printed('github', ...small)) as { jobs: { play: Job; merge: Job } }
  const matrix = jobs.play.strategy?.matrix
  const runs: string[] = []
  for (const qemu of matrix?.qemu ?? [])
    for (const shard of matrix?.shard ?? [])
      runs.push(await githubJob(t, here, jobs.play, { matrix: { qemu, shard } }))
  t.equal(runs.length, 2)
  for (const log of runs) t.match(log, /\n1 cell: /)
  const log = await githubJob(t, here, jobs.merge, {})
  t.match(log, /\n2 cells: /)
  t.match(readFileSync(join(here.home, 'summary'), 'utf8'), '### chardev-fc: 2 cells, nothing unexpected')
  allIsReported(t, here)

  rmSync(join(here.checkout, 'shards/debian-bookworm/2'), { recursive: true })
  await again(t, here, jobs.merge, 69, 'versions/debian-bookworm has 1 of its 2 cells')
  rmSync(join(here.checkout, 'shards'), { recursive: true })
  await again(t, here, jobs.merge, 64, 'cannot read the results folder')
})

/** The merge of what a failed shard has left: a report, and a failure. */
async function again(t: Test, here: Machine, job: Job, code: number, words: string): Promise<void> {
  // The engines lay the checkout anew; its history is the one that has this test run already.
  for (const made of ['versions', 'report']) rmSync(join(here.checkout, made), { recursive: true })
  const { exitCode, all } = await bash(here, job.steps.at(-3)?.run ?? '', {})
  t.equal(exitCode, code, all)
  t.match(all, words)
}

void t.test('GitLab: the scripts of two shards and of the merge, executed', async t => {
  await ready()
  const here = machine(t, 'work/.cache/chardev-fc')
  const { stdout: week } = await execa('date', ['+%G-%V'])
  writeFileSync(join(here.checkout, '.cache/chardev-fc/week'), `${week}\n`)
  const jobs = parse(await expanded(here, await printed('gitlab', ...small))) as Record<string, GitlabJob>
  const { 'chardev-fc play': play, 'chardev-fc merge': merge } = jobs
  if (play === undefined || merge === undefined) throw new Error('wanted two jobs')
  for (const [one] of play.parallel?.matrix.map(one => [one]) ?? [])
    for (const SHARD of one?.['SHARD'] ?? []) {
      const variables = { QEMU: one?.['QEMU']?.[0] ?? '', NAME: one?.['NAME']?.[0] ?? '', SHARD }
      t.match(await gitlabJob(t, here, play, variables), /\n1 cell: /)
    }
  t.match(await gitlabJob(t, here, merge, {}), /\n2 cells: /)
  allIsReported(t, here)
})

async function ready(): Promise<void> {
  await equipment()
  const { exitCode, stderr } = await chardevFc(['qemu', 'install', 'debian:bookworm'])
  if (exitCode !== 0) throw new Error(stderr)
}

function allIsReported(t: Test, { checkout }: Machine): void {
  const { testRun, cells } = readResults(join(checkout, 'report/results'))
  t.strictSame(testRun.plan, { cells: 2 })
  t.strictSame(cells.map(({ result }) => result.case).sort(), ['reconnect', 'reconnect-unread'])
  t.match(readFileSync(join(checkout, 'report/page.html'), 'utf8'), 'data-line="cell-2-line"')
  t.match(readFileSync(join(checkout, 'report/junit.xml'), 'utf8'), /<testsuites [\s\S]*<\/testsuites>/)
  t.ok(existsSync(join(checkout, 'history', testRun.startedAt.replaceAll(':', '-'))), 'in the history')
}

/** Gives back what it printed. */
async function githubJob(t: Test, here: Machine, job: Job, contexts: object): Promise<string> {
  let log = ''
  const files = {
    GITHUB_OUTPUT: join(here.home, 'output'),
    GITHUB_STEP_SUMMARY: join(here.home, 'summary'),
  }
  const own = Object.entries(job.env ?? {}).map(([name, text]) => [name, filledIn(text, contexts)])
  for (const { name, run } of job.steps) {
    if (run === undefined) continue
    const { exitCode, all } = await bash(here, filledIn(run, contexts), {
      ...files,
      ...Object.fromEntries(own),
    })
    t.equal(exitCode, 0, `${name}:\n${all}`)
    log += all
  }
  return log
}

/** Puts values in the place of `${{ matrix.qemu.name }}`. */
function filledIn(text: string, contexts: object): string {
  return text.replaceAll(/\$\{\{ ([\w.]+) \}\}/g, (_, path: string) => {
    const value = path
      .split('.')
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], contexts)
    if (value === undefined) throw new Error(`no ${path}`)
    return String(value)
  })
}

async function gitlabJob(
  t: Test,
  here: Machine,
  job: GitlabJob,
  given: Record<string, string>,
): Promise<string> {
  const own = Object.entries(job.variables).map(([name, text]) => [
    name,
    text.replace('$CI_PROJECT_DIR', here.checkout),
  ])
  const text = [...job.before_script, ...job.script].join('\n')
  const { exitCode, all } = await bash(here, text, { ...Object.fromEntries(own), ...given })
  t.ok(gitlabFine.includes(exitCode ?? -1), all)
  return all
}

/** What GitLab makes of it (`extends`, the matrix), as gitlab-ci-local has it, which checks it against GitLab's schema first. */
async function expanded(here: Machine, text: string): Promise<string> {
  writeFileSync(join(here.checkout, '.gitlab-ci.yml'), text)
  const program = join(root, 'node_modules/gitlab-ci-local/src/index.js')
  const { stdout } = await execa(process.execPath, [program, '--preview'], { cwd: here.checkout })
  return stdout
}
