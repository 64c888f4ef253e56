import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import type { BisectReport, BisectSide } from '../src/model/contract/bisect-report.ts'
import { building, type Kind, makeRepo } from './support/bisect-repo.ts'
import { chardevFc } from './support/command.ts'
import { equipment } from './support/guest.ts'
import { processesWith } from './support/processes.ts'
import { newHome, start } from './support/running.ts'

const kinds: readonly Kind[] = ['well', 'broken', 'well', 'crashing', 'dead', 'crashing']

void t.test('a bisection over a git history, on real guests', async t => {
  const home = newHome(t)
  const { qemu } = await equipment()
  const { repo, commits } = await makeRepo(home, qemu.path, kinds)
  await execa('git', ['-C', repo, 'tag', 'v99.1.0', commits[4] ?? ''])
  const ends = ['--good', commits[0] ?? '', '--bad', 'HEAD', '--repo', repo]
  const args = ['bisect', 'reconnect', ...ends, ...building, '--error-bound', '20%', '--json']
  const killed = start(t, args, { home })
  await killed.printed('crash ·')
  killed.child.kill('SIGKILL')
  await killed.ended

  const resumed = start(t, ['bisect', 'resume'], { home })
  await resumed.printed('Looking for where crash begins')
  resumed.child.kill('SIGINT')
  t.same(await resumed.ended, { code: 130, signal: null }, resumed.output())
  t.match(resumed.output(), /Continue with chardev-fc bisect resume reconnect-\w+, or give up with/)

  const env = { XDG_STATE_HOME: killed.state, TMPDIR: killed.temp }
  const { exitCode, stdout, stderr } = await chardevFc(
    ['bisect', 'resume', '--json', '--report', `html=${join(home, 'bisect.html')}`],
    env,
  )
  t.equal(exitCode, 0, stderr)
  const report = JSON.parse(stdout) as BisectReport
  t.match(report, {
    ...{ schema: 2, case: 'reconnect', symptom: 'crash', bound: 0.2 },
    edges: [
      {
        ...{ from: 'pass', to: 'crash', rev: commits[3], subject: 'chardev: change number 3' },
        release: 'v99.1.0',
        before: { rev: commits[2], outcome: 'pass', shown: 0 },
        after: { rev: commits[3], outcome: 'fail', symptom: 'crash' },
      },
    ],
  })
  const [{ confidence, before, after }] = report.edges
  t.ok(confidence >= 0.8)
  t.match(after.because, /SIGSEGV/)
  t.match(after.commandLine, /virtserialport,chardev=foo/)
  t.match(report.reproduction, /^#!\/bin\/sh\n/)
  for (const step of report.steps) t.ok(step.rev !== undefined && step.because !== '', JSON.stringify(step))

  await t.test('the repository is as it was, and no process or file is left', async t => {
    t.same(processesWith(killed.temp), [])
    t.same(readdirSync(killed.temp), [])
    t.same(readdirSync(join(repo, '.git')).includes('worktrees'), false)
  })

  await t.test('its log can be replayed, with the same answer and no run', async t => {
    const log = await chardevFc(['bisect', 'log'], env)
    const file = join(home, 'log')
    writeFileSync(file, log.stdout)
    const again = await chardevFc(['bisect', 'replay', file, '--json'], env)
    t.equal(again.exitCode, 0, again.stderr)
    t.match(JSON.parse(again.stdout), { edges: report.edges, totals: { runs: report.totals.runs } })
  })

  await t.test('the answer is printed in five lines, the last of all', async t => {
    const { stdout } = await chardevFc(['bisect', 'replay', join(home, 'log')], env)
    const name = `${commits[3]?.slice(0, 12)} (chardev: change number 3)`
    const [title, ...others] = stdout.split('\n')
    t.equal(title, `First bad commit for crash in reconnect: ${name}`)
    t.match(others, [
      /^ {2}.+, .+; first released in v99\.1\.0$/,
      /^ {2}before, \w{12}: pass in \d+ of \d+ runs: /,
      /^ {2}after, \w{12}: crash in \d+ of \d+ runs: .*SIGSEGV/,
      /^The chance of a wrong answer is at most /,
    ])
    t.equal(others.length, 4)
  })

  await t.test('what it found is printed as entries of a case', async t => {
    const { exitCode, stdout } = await chardevFc(['bisect', '--known', 'reconnect'], env)
    t.equal(exitCode, 0)
    t.match(stdout, /^known: \[\n {2}\{ qemu: '>=99\.1\.0', symptom: 'crash', why: 'since \w{12} \(chardev: /)
  })

  await t.test('there is a Markdown and an HTML report', async t => {
    const folders = join(killed.state, 'chardev-fc', 'hunts')
    const [folder = ''] = readdirSync(folders)
    const markdown = readFileSync(join(folders, folder, 'report.md'), 'utf8')
    t.match(
      markdown,
      `# First bad commit for crash in reconnect: ${commits[3]?.slice(0, 12)} (chardev: change number 3)`,
    )
    t.match(markdown, /\| crash \|/)
    t.equal(readFileSync(join(folders, folder, 'reproduction.sh'), 'utf8'), report.reproduction)
    const page = readFileSync(join(folders, folder, 'report.html'), 'utf8')
    t.match(page, `>First bad commit for crash in reconnect: ${commits[3]?.slice(0, 12)} (chardev: change`)
    t.equal(page.split('class="time-line"').length, 3, 'with the runs of both sides')
    t.equal(readFileSync(join(home, 'bisect.html'), 'utf8'), page)
  })

  await t.test('run --bisect-exit gives git bisect run the same verdicts', async t => {
    const exitCode = async (...args: readonly string[]) =>
      (await chardevFc(['run', 'reconnect', '--bisect-exit', ...args], env)).exitCode
    const program = ({ commandLine }: BisectSide) => /(?:^| )(\/\S+)/m.exec(commandLine ?? '')?.[1] ?? ''
    const bad = program(after)
    t.equal(await exitCode('--qemu', bad), 1)
    t.equal(await exitCode('--qemu', bad, '--symptom', 'freeze'), 125, 'another failure than the wanted one')
    t.equal(await exitCode('--qemu', program(before)), 0)
    t.equal(await exitCode('--qemu', '/bin/true'), 125, 'a program that is not QEMU is untestable')
    t.equal(await exitCode('--qemu', join(home, 'none')), 128, 'a path that is not there stops git bisect')
    t.equal(await exitCode('--qemu', bad, '--symptom', 'nosuch'), 128)
    t.equal(await exitCode('--nosuch'), 128)
  })
})
