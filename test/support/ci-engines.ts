import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Test } from 'tap'
import { parse } from 'yaml'
import { bash, type Machine, root } from './ci-checkout.ts'
import { chardevFc } from './command.ts'

/** A busy host may make a cell inconclusive: that is no trouble of the workflow. */
const gitlabFine = [0, 2]

export interface GithubJob {
  readonly env?: Record<string, string>
  readonly steps: readonly { readonly name?: string; readonly run?: string }[]
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

/** What `chardev-fc ci` prints. */
export async function workflow(engine: string, ...options: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await chardevFc(['ci', engine, ...options])
  if (exitCode !== 0) throw new Error(stderr)
  return `${stdout}\n`
}

/** The step of GitHub that gets the tool. */
export function getTool(text: string): string {
  const { jobs } = parse(text) as { jobs: { play: GithubJob } }
  const run = jobs.play.steps.find(({ name }) => name === 'Get chardev-fc')?.run
  if (run === undefined) throw new Error('no step gets the tool')
  return run
}

/** Executes the steps of all jobs of GitHub's matrix, then those of the merge; gives back what each job printed. */
export async function githubNightly(t: Test, here: Machine, text: string): Promise<string[]> {
  const { jobs } = parse(text) as { jobs: { play: GithubJob; merge: GithubJob } }
  const { qemu = [], shard: shards = [] } = jobs.play.strategy?.matrix ?? {}
  const logs: string[] = []
  for (const one of qemu)
    for (const shard of shards)
      logs.push(await githubJob(t, here, jobs.play, { matrix: { qemu: one, shard } }))
  logs.push(await githubJob(t, here, jobs.merge, {}))
  return logs
}

async function githubJob(t: Test, here: Machine, job: GithubJob, contexts: object): Promise<string> {
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

/** The same of GitLab's. */
export async function gitlabNightly(t: Test, here: Machine, text: string): Promise<string[]> {
  // The cache is of this week.
  const { stdout: week } = await execa('date', ['+%G-%V'])
  writeFileSync(join(here.checkout, '.cache/chardev-fc/week'), `${week}\n`)
  const jobs = parse(await expanded(here, text)) as Record<string, GitlabJob>
  const { 'chardev-fc play': play, 'chardev-fc merge': merge } = jobs
  if (play === undefined || merge === undefined) throw new Error('wanted two jobs')
  const logs: string[] = []
  for (const { QEMU = [], NAME = [], SHARD: shards = [] } of play.parallel?.matrix ?? [])
    for (const SHARD of shards)
      logs.push(await gitlabJob(t, here, play, { QEMU: QEMU[0] ?? '', NAME: NAME[0] ?? '', SHARD }))
  logs.push(await gitlabJob(t, here, merge, {}))
  return logs
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
