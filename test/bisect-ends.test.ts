import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import t, { type Test } from 'tap'
import { makeRepo } from './support/bisect-repo.ts'
import { chardevFc, program } from './support/command.ts'
import { until } from './support/processes.ts'
import { spawnOnTerminal } from './support/pseudo-terminal.ts'
import { newHome, start } from './support/running.ts'

/** A small history; nothing of it is ever booted. */
async function history(t: Test) {
  const home = newHome(t)
  const cache = join(home, 'cache')
  const { repo, commits } = await makeRepo(home, '/bin/false', ['well', 'lossy'])
  const ends = ['--good', commits[0] ?? '', '--bad', 'HEAD', '--repo', repo, '--binary', 'build/qemu']
  const trees = async () => (await execa('git', ['-C', repo, 'worktree', 'list'])).stdout.split('\n').length
  return { home, cache, ends, trees }
}

void t.test('a bisection that was killed during a build is given up, and leaves nothing', async t => {
  const { home, cache, ends, trees } = await history(t)
  const note = join(home, 'building')
  const env = { XDG_CACHE_HOME: cache }
  const args = ['bisect', 'reconnect', ...ends, '--build', `echo $$ > ${note}; exec sleep 77`]
  const { child, ended, state, temp } = start(t, args, { home, env })
  await until(() => existsSync(note) && readFileSync(note, 'utf8').endsWith('\n'), 'it builds')
  const builder = join('/proc', readFileSync(note, 'utf8').trim())
  child.kill('SIGKILL')
  await ended
  await until(() => !existsSync(builder), 'the build was gone')
  t.equal(await trees(), 2)

  const ours = { ...env, XDG_STATE_HOME: state, TMPDIR: temp }
  t.equal((await chardevFc(['bisect', 'reconnect', ...ends, '--build', 'exit 3'], ours)).exitCode, 64)
  const { exitCode, stderr } = await chardevFc(['bisect', 'reset'], ours)
  t.equal(exitCode, 0, stderr)
  t.match(stderr, /Gave up bisection reconnect-\w+; its log stays in /)
  t.equal(await trees(), 1)
  t.same(readdirSync(join(cache, 'chardev-fc', 'bisect', 'trees')), [])
  const [over = ''] = readdirSync(join(state, 'chardev-fc', 'hunts'))
  for (const command of ['reset', 'resume'])
    t.match(await chardevFc(['bisect', command, over], ours), {
      exitCode: 64,
      stderr: new RegExp(`expected an unfinished bisection, but ${over} is over`),
    })
  const wrong = await chardevFc(['bisect', 'resume', '--max-runs', '99'], ours)
  t.equal(wrong.exitCode, 64)
  t.match(wrong.stderr, /got --max-runs: a bisection keeps the settings it was started with/)
  const again = await chardevFc(['bisect', 'resume'], ours)
  t.equal(again.exitCode, 64)
  t.match(again.stderr, /there is no unfinished bisection/)
})

void t.test('commits and ranges are skipped by hand', async t => {
  const home = newHome(t)
  const kinds = ['well', 'well', 'well', 'lossy', 'lossy'] as const
  const { repo, commits } = await makeRepo(home, '/bin/false', kinds)
  const ends = ['--good', commits[0] ?? '', '--bad', 'HEAD', '--repo', repo, '--binary', 'build/qemu']
  const env = { XDG_CACHE_HOME: join(home, 'cache') }
  const args = ['bisect', 'reconnect', ...ends, '--build', `touch ${home}/building; exec sleep 77`]
  const { child, ended, state, temp } = start(t, args, { home, env })
  await until(() => existsSync(join(home, 'building')), 'it builds')
  const ours = { ...env, XDG_STATE_HOME: state, TMPDIR: temp }
  const busy = await chardevFc(['bisect', 'skip', 'HEAD~1'], ours)
  t.match(busy, { exitCode: 64, stderr: /there is no unfinished bisection/ })
  child.kill('SIGINT')
  await ended

  const skip = await chardevFc(['bisect', 'skip', 'HEAD~1', `${commits[0]}..HEAD~2`], ours)
  t.equal(skip.exitCode, 0, skip.stderr)
  t.match(skip.stderr, /^Skipped 3 revisions: HEAD~1 \w+\.\.HEAD~2; continue with chardev-fc bisect resume /)
  const log = await chardevFc(['bisect', 'log'], ours)
  const last = JSON.parse(log.stdout.trimEnd().split('\n').at(-1) ?? '') as object
  t.match(last, { kind: 'skipped', ids: [commits[3], commits[1], commits[2]] })
  for (const [name, words] of [
    ['v9', /'v9' is not one in/],
    ['HEAD..HEAD', /between the ends of the bisection, got 'HEAD\.\.HEAD'/],
    ['a..b', /a range of commits like A\.\.B/],
  ] as const)
    t.match(await chardevFc(['bisect', 'skip', name], ours), { exitCode: 64, stderr: words })
  const none = await chardevFc(['bisect', '--known', 'reconnect'], ours)
  t.match(none, { exitCode: 64, stderr: /no bisection of reconnect has been finished/ })
})

void t.test('an end that does not build: one line, and no work tree is left', async t => {
  const { home, cache, ends, trees } = await history(t)
  const { code } = await start(t, ['bisect', 'reconnect', ...ends, '--build', 'exit 3'], {
    home,
    env: { XDG_CACHE_HOME: cache },
  }).ended
  t.equal(code, 64)
  t.equal(await trees(), 1)
})

void t.test('a long build tells how long it takes, and its last line, on a terminal', async t => {
  const { home, cache, ends } = await history(t)
  const [state, temp] = [join(home, 'state'), join(home, 'tmp')]
  mkdirSync(temp)
  const env = { ...process.env, XDG_CACHE_HOME: cache, XDG_STATE_HOME: state, TMPDIR: temp }
  const build = ['--build', `echo '[1/2] cc ${'x'.repeat(60)}.c'; sleep 3; exit 3`]
  const args = [program, 'bisect', 'reconnect', ...ends, ...build]
  const terminal = spawnOnTerminal(process.execPath, args, { name: 'xterm', cols: 40, rows: 33, env })
  let screen = ''
  terminal.onData(text => (screen += text))
  const { exitCode } = await new Promise<{ exitCode: number }>(resolve => terminal.onExit(resolve))
  t.equal(exitCode, 64, screen)
  const drawn = screen.split('\r\u001b[K')
  t.match(drawn[0], /building; its output goes to \S+\.log\r\n$/)
  t.match(drawn[1], /^ {2}\d s · \[1\/2\] cc x{21}…$/, 'it does not wrap')
  t.match(drawn.at(-1), /^ {2}skipped: /, 'it is removed')
})

void t.test('wrong options are rejected before anything is built', async t => {
  const { home, ends } = await history(t)
  const state = join(home, 'state')
  const built = join(home, 'built')
  const build = ['--build', `touch ${built}`]
  const bad: [string[], RegExp][] = [
    [['--kernel', '/nowhere/vmlinuz'], /--kernel and --initrd must be given together/],
    [['--kernel', '/nowhere/vmlinuz', '--initrd', '/nowhere/initrd'], /cannot read \/nowhere\/vmlinuz/],
    [['--image', '/nowhere/disk', '--ssh-user', 'root'], /\/nowhere\/disk|--ssh-key/],
    [['--memory', 'much'], /'much'/],
    [['--report', 'html=/nowhere/report.html'], /--report: cannot write \/nowhere\/report\.html/],
    [['--report', 'tap=out.tap'], /kinds: markdown, json, html/],
    [['--symptom', 'boredom'], /boredom/],
    [['--error-bound', '50%'], /up to 30/],
    [['--max-runs', '3'], /4 or more/],
    [['--max-builds', '2'], /3 or more/],
    [['--build-limit', 'soon'], /'soon'/],
    [['--build-limit', '0s'], /'0s'/],
    [['--memory', '5'], /expected at least 64M/],
    [['--binary', '/abs'], /relative to the root of the work tree/],
    [['--in-order'], /--in-order is only for a list of QEMUs/],
  ]
  for (const [args, words] of bad) {
    const command = ['bisect', 'reconnect', ...ends, ...build, ...args]
    const { exitCode, stdout, stderr } = await chardevFc(command, { XDG_STATE_HOME: state })
    t.equal(exitCode, 64, args.join(' '))
    t.equal(stdout, '')
    t.match(stderr, words)
    t.equal(stderr.trim().split('\n').length, 1, stderr)
  }
  t.notOk(existsSync(built))
  t.notOk(existsSync(join(state, 'chardev-fc', 'hunts')))
})
